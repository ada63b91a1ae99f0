// Where a page breaks, the frame stays: what broke is said in the page's place, with the ways on.
import { Alert, Button, Code, Group, Title } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { asFailure } from '../host-failure.ts';
import { go } from '../router.ts';

interface Props {
  /** A new one forgets what broke: the page was left. */
  readonly place: string;
  readonly children: ReactNode;
}
interface State {
  readonly error: unknown;
  readonly broken: boolean;
  readonly place: string;
}

export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: null, broken: false, place: this.props.place };

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { error, broken: true };
  }

  static getDerivedStateFromProps(props: Props, state: State): Partial<State> | null {
    return props.place === state.place ? null : { place: props.place, broken: false, error: null };
  }

  override render(): ReactNode {
    const { broken, error } = this.state;
    if (!broken) return this.props.children;
    return <Broken error={error} again={() => this.setState({ broken: false, error: null })} />;
  }
}

function Broken({ error, again }: { error: unknown; again: () => void }) {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  return (
    <div className="broken">
      <Title order={1} size="h3" mb="sm">
        This page broke
      </Title>
      <Alert color="red" role="alert" title={asFailure(error).message}>
        The other pages still work, and so do the runs: they live in the host, not in the window.
      </Alert>
      <Group my="md" gap="xs">
        <Button onClick={() => location.reload()}>Reload the window</Button>
        <Button variant="default" onClick={again}>
          Try again
        </Button>
        <Button variant="default" onClick={() => go({ page: 'home' })}>
          Go home
        </Button>
      </Group>
      <details>
        <summary>Where it broke</summary>
        <Code block mt="xs">
          {stack}
        </Code>
      </details>
    </div>
  );
}
