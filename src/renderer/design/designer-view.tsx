// One document in the designer: timeline, inspector, axes, cost, plan, JSON, and what keeps them one.
import { notifications } from '@mantine/notifications';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { pathParts } from '../../core/design/issue-path.ts';
import { valueAt } from '../../core/schedule-shape.ts';
import { asFailure } from '../host-failure.ts';
import { go } from '../router.ts';
import { useActions, useCommands } from '../shell/actions.ts';
import { useTellName } from '../shell/shown-name.ts';
import type { Workbench, WorkbenchStore } from '../workbench-store.ts';
import { AxesPanel } from './axes-panel.tsx';
import { ConflictDialog } from './conflict-dialog.tsx';
import { CostCard } from './cost-card.tsx';
import { designerActions, partCommands } from './designer-actions.ts';
import { type Designer, DesignerContext } from './designer-context.ts';
import { DesignerHead } from './designer-head.tsx';
import { diagnosticsOf } from './diagnostics.ts';
import { editsOf, type SectionId, sectionFor } from './fields.ts';
import { Inspector } from './inspector.tsx';
import { nameOfText, type Opened } from './opening.ts';
import { placeIssues } from './place-issues.ts';
import { PlanCard } from './plan-card.tsx';
import { saveFile } from './save-file.ts';
import { type Pane, TextPane } from './text-pane.tsx';
import { Timeline } from './timeline.tsx';
import { type Checked, type ScheduleJson, useCheck, useFreeDisk, usePlan } from './use-check.ts';
import { type ScheduleDocument, useDocument } from './use-document.ts';
import { useDraft } from './use-draft.ts';

interface Props {
  readonly store: WorkbenchStore;
  readonly workbench: Workbench;
  readonly opened: Opened;
  readonly readOnly: boolean;
  readonly onDraft: (id: number) => void;
  readonly close: () => void;
}

export function DesignerView({ store, workbench, opened, readOnly, onDraft, close }: Props) {
  const document = useDocument(opened.text);
  const [folder, setFolder] = useState(opened.folder);
  const [pane, setPane] = useState<Pane>(() => (innerWidth >= 1280 ? 'json' : 'none'));
  const [busy, setBusy] = useState(false);
  const { text, json, setText } = document;
  useTellName(useMemo(() => nameOfText(text), [text]));
  const onTheirs = useCallback(
    (theirs: { text: string; folder: string }): void => {
      setText(theirs.text, 'another window', 0);
      setFolder(theirs.folder);
    },
    [setText],
  );
  const [draft, keeper] = useDraft({ store, workbench, opened, readOnly, onTheirs }, { text, folder });
  const { id: draftId } = draft;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new draft changes the address
  useEffect(() => {
    if (draftId !== null) onDraft(draftId);
  }, [draftId]);

  const finished = (workbench.experiments ?? []).reduce(
    (sum, { progress }) => sum + progress.stepsFinished,
    0,
  );
  const epoch = workbench.epoch * 1e7 + finished;
  const question = { schedule: json.value, folder, key: json.tree === null ? '' : text };
  const checked = useCheck(store.link, question, epoch);
  const issues = json.tree === null ? noIssues : checked.issues;
  const ready = json.tree !== null && !checked.stale && checked.issues.length === 0 && checked.failure === '';
  const plan = usePlan(store.link, question, { ready, epoch });
  const freeBytes = useFreeDisk(store.link, workbench.epoch);
  const designer = useDesignerOf(document, issues);
  const diagnostics = useMemo(() => diagnosticsOf(json, text, issues), [json, text, issues]);
  const why = whyNot({ readOnly, frozen: json.tree === null, checked, freeBytes });

  const submit = useCallback((): void => {
    if (why !== '' || json.tree === null) return;
    setBusy(true);
    const send = async (): Promise<void> => {
      const { id } = await store.link.call('experiment.submit', {
        schedule: json.value as ScheduleJson,
        folder,
      });
      // The experiment is there; a draft that could not be deleted is only in the way.
      await keeper.current?.discard().catch(store.notify);
      go({ page: 'experiment', id });
    };
    send()
      .catch((error) => {
        notifications.show({
          color: 'red',
          title: 'Not started',
          message: asFailure(error).message,
          autoClose: 10_000,
        });
      })
      .finally(() => setBusy(false));
  }, [why, json, folder, store, keeper]);

  const save = useCallback(() => saveFile(text), [text]);
  const toggle = useCallback((next: Pane): void => setPane((now) => (now === next ? 'none' : next)), []);
  const { reveal } = designer;
  const rename = useCallback((): void => reveal('name'), [reveal]);
  const does = useMemo(
    () => ({ submit, save, close, toggle, rename, undo: document.undo, redo: document.redo }),
    [submit, save, close, toggle, rename, document.undo, document.redo],
  );
  useCommands('Design', partCommands(designer));
  useActions(
    useMemo(
      () =>
        designerActions(does, {
          canSubmit: why === '',
          canUndo: document.canUndo,
          canRedo: document.canRedo,
        }),
      [does, why, document.canUndo, document.canRedo],
    ),
  );
  return (
    <DesignerContext value={designer}>
      <section
        aria-label="Schedule"
        className="design"
        data-pane={pane !== 'none'}
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault();
          // One undo brings back what stood here before.
          event.dataTransfer.files[0]
            ?.text()
            .then((dropped) => setText(dropped.replace(/^\uFEFF/, ''), 'file', 0), store.notify);
        }}
      >
        <DesignerHead
          document={document}
          draft={draft}
          opened={opened}
          why={why}
          busy={busy}
          pane={pane}
          cost={checked.cost}
          does={does}
        />
        <Timeline />
        <CostCard
          checked={checked}
          freeBytes={freeBytes}
          workers={workbench.info?.workers ?? 1}
          broken={json.tree === null ? json.error.expected : ''}
        />
        <div className="design-columns">
          <Inspector folder={folder} setFolder={setFolder} />
          <AxesPanel />
          {pane !== 'none' && (
            <TextPane
              pane={pane}
              document={document}
              diagnostics={diagnostics}
              origin={opened.origin}
              setPane={setPane}
            />
          )}
          <PlanCard plan={ready || plan !== null ? plan : null} stale={!ready} />
        </div>
      </section>
      {draft.status === 'conflict' && (
        <ConflictDialog
          mine={document.source}
          theirs={draft.theirs}
          resolve={(how) => void keeper.current?.resolve(how)}
        />
      )}
    </DesignerContext>
  );
}

const noIssues: Checked['issues'] = [];

/** What keeps the schedule from being started, '' where nothing does. */
function whyNot(now: {
  readOnly: boolean;
  frozen: boolean;
  checked: Checked;
  freeBytes: number | null;
}): string {
  const { readOnly, frozen, checked, freeBytes } = now;
  if (readOnly) return 'This host only shows what is there: nothing can be started.';
  if (frozen) return 'The text is not JSON yet.';
  if (checked.failure !== '') return `Not checked: ${checked.failure}`;
  if (checked.stale) return 'It is being checked.';
  if (checked.issues.length > 0) return 'There are issues to mend first.';
  if (checked.cost !== null && freeBytes !== null && checked.cost.diskBytes > freeBytes)
    return 'The disk has no room for it.';
  return '';
}

/** The context of the form: selection, edits, the way to a path's place. */
function useDesignerOf(document: ScheduleDocument, found: Checked['issues']): Designer {
  const { source, json, edit } = document;
  const [selected, select] = useState<SectionId>('pretrain');
  const wanted = useRef<string | null>(null);
  const [asked, ask] = useState(0);
  const issues = useMemo(() => placeIssues(found, source), [found, source]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: after the section that was asked for is shown
  useEffect(() => {
    if (wanted.current !== null) focusPlace(wanted.current);
    wanted.current = null;
  }, [asked]);
  return useMemo(
    () => ({
      source,
      frozen: json.tree === null,
      issues,
      selected,
      select,
      edit,
      setField: (field, value) => edit(editsOf(field, source, value), `field ${field.path}`),
      reveal(path) {
        const parts = pathParts(path);
        const axis = parts[0] === 'axes';
        const field = axis ? String(parts[1] ?? '') : path;
        const section = sectionFor(field);
        if (section !== null && (!axis || valueAt(source, ['axes', field]) !== undefined)) select(section);
        wanted.current = field;
        ask((count) => count + 1);
      },
    }),
    [source, json, issues, selected, edit],
  );
}

/** The control of the nearest field that is shown, or the axis of that path. */
function focusPlace(path: string): void {
  const parts = path.replaceAll(/\[\d+\]/g, '').split('.');
  for (let length = parts.length; length > 0; length--) {
    const name = CSS.escape(parts.slice(0, length).join('.'));
    const place = window.document.querySelector(`[data-field="${name}"]`);
    const control = place?.querySelector<HTMLElement>('input, select, textarea, button');
    if (control === undefined || control === null) continue;
    control.focus();
    control.scrollIntoView({ block: 'center' });
    return;
  }
}
