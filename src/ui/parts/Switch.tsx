import { Switch as RadixSwitch } from 'radix-ui';
import { useId } from 'react';

/** A setting that is on or off. */
export function Switch(props: { label: string; checked: boolean; onChange: (checked: boolean) => void }) {
  const { label, checked, onChange } = props;
  const id = useId();
  return (
    <div className="row">
      <label className="grow" htmlFor={id}>
        {label}
      </label>
      <RadixSwitch.Root id={id} className="switch" checked={checked} onCheckedChange={onChange}>
        <RadixSwitch.Thumb className="switch-thumb" />
      </RadixSwitch.Root>
    </div>
  );
}
