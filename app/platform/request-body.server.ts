/** The body of a request, byte for byte; null when it is larger than `mostBytes`, and then the rest is not waited for. */
export async function readBytes(request: Request, mostBytes: number): Promise<Buffer<ArrayBuffer> | null> {
  if (Number(request.headers.get("Content-Length") ?? 0) > mostBytes) return null;
  const reader = request.body?.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
    size += part.value.byteLength;
    if (size > mostBytes) {
      await reader?.cancel();
      return null;
    }
    chunks.push(part.value);
  }
  return Buffer.concat(chunks);
}

/** The form in a request of at most `mostBytes`; null when it is larger, or no form at all. */
export async function readForm(request: Request, mostBytes: number): Promise<FormData | null> {
  const bytes = await readBytes(request, mostBytes);
  if (!bytes) return null;
  const type = request.headers.get("Content-Type") ?? "";
  return new Response(bytes, { headers: { "Content-Type": type } }).formData().catch(() => null);
}
