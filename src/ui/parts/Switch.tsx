import { Switch as RadixSwitch } from 'radix-ui';
import { useId } from 'react';

interface SwitchProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  /** The pointer or the focus has come to it: what its change needs can be made ready. */
  readonly onMeant?: () => void;
}

/** A setting that is on or off. */
export function Switch({ label, checked, onChange, onMeant }: SwitchProps) {
  const id = useId();
  return (
    <div className="row">
      <label className="grow" htmlFor={id} onPointerEnter={onMeant}>
        {label}
      </label>
      <RadixSwitch.Root
        id={id}
        className="switch"
        checked={checked}
        onCheckedChange={onChange}
        onPointerEnter={onMeant}
        onFocus={onMeant}
      >
        <RadixSwitch.Thumb className="switch-thumb" />
      </RadixSwitch.Root>
    </div>
  );
}
