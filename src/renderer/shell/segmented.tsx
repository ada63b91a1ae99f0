// A row of choices that the palette offers too.
import { SegmentedControl } from '@mantine/core';
import { type Choices, useChoices } from './actions.ts';

export function Segmented(props: Choices & { readonly className?: string }) {
  useChoices(props);
  const { label, options, value, choose, className } = props;
  return (
    <SegmentedControl
      size="xs"
      aria-label={label}
      data={[...options]}
      value={value}
      onChange={choose}
      {...(className !== undefined && { className })}
    />
  );
}
