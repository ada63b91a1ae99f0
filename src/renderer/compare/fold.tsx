// A toolbar on a small screen: what is seldom used is folded away behind "More" while it stands at its default.
import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { ChevronDownIcon, ChevronUpIcon } from '@radix-ui/react-icons';
import { createContext, type ReactNode, useContext, useId, useRef, useState } from 'react';

const small = '(max-width: 1150px), (max-height: 760px)';
const Folded = createContext(false);

export function FoldingFields({ children }: { children: ReactNode }) {
  const isSmall = useMediaQuery(small, false, { getInitialValueInEffect: false });
  const [open, setOpen] = useState(false);
  const id = useId();
  const folded = isSmall && !open;
  return (
    <Folded value={folded}>
      <div id={id} className={isSmall ? 'compare-fields compare-fields-small' : 'compare-fields'}>
        {children}
        {isSmall && (
          <Button
            size="xs"
            variant="default"
            px={8}
            aria-expanded={open}
            aria-controls={id}
            aria-label={open ? 'Fewer switches' : 'More switches'}
            rightSection={open ? <ChevronUpIcon aria-hidden /> : <ChevronDownIcon aria-hidden />}
            onClick={() => setOpen(!open)}
          >
            {open ? 'Fewer' : 'More'}
          </Button>
        )}
      </div>
    </Folded>
  );
}

/** Folded away at its default; what once was not stays where it is, or it would vanish under the hand that sets it back. */
export function Spare({ atRest, children }: { atRest: boolean; children: ReactNode }) {
  const folded = useContext(Folded);
  const used = useRef(false);
  if (!atRest) used.current = true;
  return folded && !used.current ? null : children;
}
