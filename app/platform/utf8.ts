/*
 * `Buffer.from` of a long text with letters beyond Latin-1 reads it twice, first to count its bytes, and takes new memory
 * each time: for a mail twice as long as writing it out.
 */

/** Letters become three bytes at most, those of two code units four. */
const MOST_BYTES_PER_UNIT = 3;

let memory = Buffer.alloc(0);

/** The bytes of a text in UTF-8, for whoever is done with them before anybody asks for the next. */
export function momentaryUtf8(text: string): Buffer {
  const most = text.length * MOST_BYTES_PER_UNIT;
  if (memory.length < most) memory = Buffer.allocUnsafeSlow(most);
  return memory.subarray(0, memory.write(text, "utf8"));
}
