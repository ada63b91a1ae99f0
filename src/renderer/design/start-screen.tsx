// Where a schedule comes from: a recipe, a draft, a file, the clipboard, or nothing at all.
import { ActionIcon, Button, FileButton } from '@mantine/core';
import { TrashIcon } from '@radix-ui/react-icons';
import { type DragEvent, useEffect, useRef, useState } from 'react';
import type { Draft } from '../../contract/library.ts';
import type { Template } from '../../contract/monitor.ts';
import { hashOf } from '../router.ts';
import { useCommands } from '../shell/actions.ts';
import { useLive } from '../use-live.ts';
import { momentText } from '../words.ts';
import type { Workbench, WorkbenchStore } from '../workbench-store.ts';
import { mirrorKeys, readMirror, writeMirror } from './draft-mirror.ts';
import { blankSchedule, nameOfText } from './opening.ts';

interface Props {
  readonly store: WorkbenchStore;
  readonly workbench: Workbench;
  readonly readOnly: boolean;
  /** A text without an address: from a file, the clipboard, or nothing. `key` where the browser kept it. */
  readonly open: (text: string, title: string, kept?: { key: string; folder: string }) => void;
}

export function StartScreen({ store, workbench, readOnly, open }: Props) {
  const templates = useLive('templates', workbench.epoch, 500, () =>
    store.link.call('schedule.templates', {}),
  );
  const version = `${workbench.epoch} ${workbench.kept.drafts} ${workbench.kept.all}`;
  const drafts = useLive('drafts', version, 300, () => store.link.call('draft.list', {}));
  const [over, setOver] = useState(false);
  const read = (file: File | null | undefined): void => {
    file?.text().then((text) => open(text, file.name), store.notify);
  };
  usePastedText(open);
  const button = useRef<HTMLButtonElement>(null);
  useCommands('Design', [
    {
      id: 'design.blank',
      label: 'Start from nothing',
      keywords: 'blank new',
      run: () => open(blankSchedule, 'Blank'),
    },
    { id: 'design.paste', label: 'Paste a schedule', keywords: 'clipboard', run: () => paste(open, store) },
    {
      id: 'design.open',
      label: 'Open a file …',
      keywords: 'schedule json',
      run: () => button.current?.click(),
    },
  ]);
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    read(event.dataTransfer.files[0]);
  };
  return (
    <section
      aria-label="Where a schedule comes from"
      className="design-start drop"
      data-over={over}
      onDrop={drop}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
    >
      <div className="design-head">
        <h1>Design an experiment</h1>
        <div className="design-row">
          <Button size="xs" variant="default" onClick={() => open(blankSchedule, 'Blank')}>
            Start from nothing
          </Button>
          <Button size="xs" variant="default" onClick={() => paste(open, store)}>
            Paste
          </Button>
          <FileButton
            accept="application/json,.json"
            onChange={read}
            inputProps={{ 'aria-label': 'Schedule file' }}
          >
            {(props) => (
              <Button {...props} ref={button} size="xs" variant="default">
                Open a file …
              </Button>
            )}
          </FileButton>
        </div>
      </div>
      <p className="design-help">
        A schedule says what is trained: a corpus, a model, phases, and what varies between runs. Begin with a
        recipe and change it, or drop a schedule file, or paste its text, anywhere on this page.
      </p>
      <Leftovers open={open} />
      <Drafts drafts={drafts.value ?? []} readOnly={readOnly} store={store} />
      {templates.failure !== null && <p className="design-error">{templates.failure.message}</p>}
      <Templates templates={templates.value ?? []} />
    </section>
  );
}

/** Pasted by keys, which needs no permission of the browser. A text field of the frame keeps what is its own. */
function usePastedText(open: Props['open']): void {
  useEffect(() => {
    const listen = (event: ClipboardEvent): void => {
      const text = event.clipboardData?.getData('text/plain') ?? '';
      const field = event.target instanceof Element && event.target.closest('input, textarea') !== null;
      if (text.trim() !== '' && !field) open(text, 'Pasted');
    };
    addEventListener('paste', listen);
    return () => removeEventListener('paste', listen);
  }, [open]);
}

function paste(open: Props['open'], store: WorkbenchStore): void {
  const refused = (): void =>
    store.notify(
      new Error('The browser does not let the clipboard be read by a button: paste with the keys instead.'),
    );
  const reading = navigator.clipboard?.readText();
  if (reading === undefined) refused();
  else reading.then((text) => open(text, 'Pasted'), refused);
}

const groups = [
  { id: 'quickstart', title: 'Quickstart', note: 'Half a minute to a minute on two cores.' },
  {
    id: 'quick',
    title: 'Quick',
    note: 'Each question of the paper, small enough for a coffee break: three seeds.',
  },
  { id: 'full', title: 'Full', note: 'The same questions with eight seeds, as in the documented results.' },
] as const;

function Templates({ templates }: { templates: readonly Template[] }) {
  return groups.map(({ id, title, note }) => {
    const own = templates.filter(({ group }) => group === id);
    if (own.length === 0) return null;
    return (
      <section key={id} aria-labelledby={`templates-${id}`} className="design-group">
        <h2 id={`templates-${id}`}>{title}</h2>
        <p className="design-help">{note}</p>
        <ul className="design-gallery">
          {own.map((template) => (
            <li key={template.id}>
              <a href={hashOf({ page: 'design', template: template.id })} className="design-tile">
                <b className="design-tile-name">{template.name}</b>
                <span className="design-tile-note">{template.notes}</span>
              </a>
            </li>
          ))}
        </ul>
      </section>
    );
  });
}

function Drafts({
  drafts,
  readOnly,
  store,
}: {
  drafts: readonly Draft[];
  readOnly: boolean;
  store: WorkbenchStore;
}) {
  if (drafts.length === 0) return null;
  return (
    <section aria-labelledby="design-drafts" className="design-group">
      <h2 id="design-drafts">Drafts</h2>
      <ul className="design-drafts">
        {drafts
          .toSorted((a, b) => (a.changed < b.changed ? 1 : -1))
          .map(({ id, name, changed }) => (
            <li key={id}>
              <a href={hashOf({ page: 'design', draft: id })}>{name}</a>
              <time dateTime={changed}>{momentText(changed)}</time>
              {!readOnly && (
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={`Delete the draft ${name}`}
                  onClick={() => store.link.call('draft.delete', { id }).catch(store.notify)}
                >
                  <TrashIcon aria-hidden />
                </ActionIcon>
              )}
            </li>
          ))}
      </ul>
    </section>
  );
}

/** New documents that never reached the host: it was gone, or the window was. */
function Leftovers({ open }: Pick<Props, 'open'>) {
  const [keys, setKeys] = useState(() => mirrorKeys(localStorage).filter((key) => key.startsWith('new-')));
  if (keys.length === 0) return null;
  return (
    <section aria-labelledby="design-leftovers" className="design-group">
      <h2 id="design-leftovers">Only in this browser</h2>
      <ul className="design-drafts">
        {keys.map((key) => {
          const kept = readMirror(localStorage, key);
          if (kept === null) return null;
          const name = nameOfText(kept.text);
          return (
            <li key={key}>
              <button
                type="button"
                className="design-link"
                onClick={() => open(kept.text, name, { key, folder: kept.folder })}
              >
                {name}
              </button>
              <time dateTime={new Date(kept.at).toISOString()}>{momentText(kept.at)}</time>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={`Forget ${name}`}
                onClick={() => {
                  writeMirror(localStorage, key, null);
                  setKeys(keys.filter((other) => other !== key));
                }}
              >
                <TrashIcon aria-hidden />
              </ActionIcon>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
