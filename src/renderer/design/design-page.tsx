// The designer: an address is opened as a document, and edited; without one, there is a place to begin.
import { Alert, Center, Loader } from '@mantine/core';
import { useCallback, useEffect, useRef, useState } from 'react';
import { asFailure } from '../host-failure.ts';
import type { PageProps } from '../page-props.ts';
import { amend, go, hashOf } from '../router.ts';
import { DesignerView } from './designer-view.tsx';
import { type Opened, openRoute, openText } from './opening.ts';
import { StartScreen } from './start-screen.tsx';
import './design.css';

type Shown = { kind: 'start'; problem: string } | { kind: 'opening' } | { kind: 'document'; opened: Opened };

export function DesignPage({ store, workbench, route }: PageProps<'design'>) {
  const [shown, setShown] = useState<Shown>({ kind: 'opening' });
  /** The draft that is shown: when it gets its address, nothing is opened anew. */
  const current = useRef<number | null>(null);
  const address = hashOf(route);
  const { link } = store;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address stands for the route
  useEffect(() => {
    if (route.draft !== undefined && route.draft === current.current) return;
    current.current = route.draft ?? null;
    let left = false;
    setShown({ kind: 'opening' });
    openRoute(link, route, localStorage).then(
      (opened) => {
        if (!left) setShown(opened === null ? { kind: 'start', problem: '' } : { kind: 'document', opened });
      },
      (error) => {
        if (!left) setShown({ kind: 'start', problem: asFailure(error).message });
      },
    );
    return () => {
      left = true;
    };
  }, [link, address]);
  // Both keep their identity: what the palette is offered is made of them.
  const onDraft = useCallback((id: number): void => {
    if (current.current === id) return;
    current.current = id;
    amend({ page: 'design', draft: id });
  }, []);
  const close = useCallback((): void => {
    current.current = null;
    setShown({ kind: 'start', problem: '' });
    go({ page: 'design' });
  }, []);
  const readOnly = workbench.info?.readOnly ?? false;
  if (shown.kind === 'opening')
    return (
      <Center py={80}>
        <Loader role="progressbar" aria-label="Opening the schedule" />
      </Center>
    );
  if (shown.kind === 'start')
    return (
      <>
        {shown.problem !== '' && (
          <Alert color="orange" role="alert" mb="md">
            {shown.problem}
          </Alert>
        )}
        <StartScreen
          store={store}
          workbench={workbench}
          readOnly={readOnly}
          open={(text, title, kept) => setShown({ kind: 'document', opened: openText(text, title, kept) })}
        />
      </>
    );
  return (
    <DesignerView
      key={shown.opened.key}
      store={store}
      workbench={workbench}
      opened={shown.opened}
      readOnly={readOnly}
      onDraft={onDraft}
      close={close}
    />
  );
}
