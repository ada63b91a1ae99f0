// A button that can say why it does nothing now: it stays reachable, so that the reason is heard and seen.
import { Button, type ButtonProps, Tooltip } from '@mantine/core';
import { type ComponentPropsWithoutRef, forwardRef, useId } from 'react';

interface Props extends ButtonProps, Omit<ComponentPropsWithoutRef<'button'>, keyof ButtonProps> {
  /** '' where it works. */
  readonly why: string;
}

export const ReasonedButton = forwardRef<HTMLButtonElement, Props>(function ReasonedButton(
  { why, onClick, ...button },
  ref,
) {
  const id = useId();
  const off = why !== '';
  return (
    <>
      <Tooltip label={why} disabled={!off} events={{ hover: true, focus: true, touch: true }}>
        <Button
          ref={ref}
          {...button}
          data-disabled={off}
          aria-disabled={off}
          aria-describedby={off ? id : button['aria-describedby']}
          onClick={(event) => !off && onClick?.(event)}
        />
      </Tooltip>
      {off && (
        <span id={id} className="only-heard">
          {why}
        </span>
      )}
    </>
  );
});
