import { useEditor } from "./editor-context";
import { NamedValuePicker } from "./NamedValuePicker";

/** Picks tags or products for a condition. */
export function ValuePicker({
  label,
  names,
  picked,
  isOne,
  error,
  onChange,
}: {
  label: string;
  names: "tag" | "product";
  picked: readonly string[];
  isOne: boolean;
  error?: string | undefined;
  onChange: (picked: string[]) => void;
}) {
  const { wording, remember, searchValues } = useEditor();
  return (
    <NamedValuePicker
      {...{ label, names, picked, isOne, error, searchValues }}
      nameOf={(value) => wording.nameOf(value, names) ?? value}
      onChange={(values, found) => {
        for (const one of found) remember(one);
        onChange(values);
      }}
    />
  );
}
