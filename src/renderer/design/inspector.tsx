// The fields of the part that is selected; of a phase, also how it can be split, varied as a whole, taken away.
import { Button, Menu } from '@mantine/core';
import { TrashIcon } from '@radix-ui/react-icons';
import { useState } from 'react';
import { removePhase, splitsOf } from '../../core/design/phase-edits.ts';
import type { TermName } from '../../core/glossary.ts';
import { type PhaseName, phaseNames } from '../../core/schedule.ts';
import { valueAt } from '../../core/schedule-shape.ts';
import { WordsLine } from '../shell/words-line.tsx';
import { AxisValues, axisOf, VaryButton } from './axis-editor.tsx';
import { ClaimsFields } from './claims-fields.tsx';
import { useDesigner } from './designer-context.ts';
import { type Field, fieldsOf, type Section, type SectionId, sectionOf } from './fields.ts';
import { FolderField } from './folder-field.tsx';
import { FormField } from './form-fields.tsx';

const isPhase = (id: SectionId): id is PhaseName => (phaseNames as readonly string[]).includes(id);

/** What the fields of a part are about. */
const sectionWords: Readonly<Record<SectionId, readonly TermName[]>> = {
  about: ['schedule', 'run'],
  corpus: ['pi', 'epsilon'],
  model: [],
  pretrain: ['pretraining', 'theta0', 'trunk', 'cooldown', 'update'],
  align: ['alignment', 'nPositive', 'theta1', 'update'],
  unalign: ['unalignment', 'nNegative', 'rebound', 'update'],
  realign: ['realignment', 'update'],
  transfer: ['transfer', 'resistance'],
  joint: ['stiffness', 'gamma'],
  evaluation: ['score', 'logOdds', 'kl', 'gamma', 'gammaNormalised'],
  judging: ['primaryMetric', 'primaryEstimator', 'verdict', 'rebound', 'resistance', 'indexR'],
};

export function Inspector({ folder, setFolder }: { folder: string; setFolder: (folder: string) => void }) {
  const { selected, source, issues, frozen } = useDesigner();
  const section = sectionOf(selected);
  const missing = isPhase(selected) && valueAt(source, [selected]) === undefined;
  const whole = issues.rest.filter(({ path }) => path === selected);
  return (
    <section className="card design-inspector" aria-labelledby="design-inspector-title">
      <div className="design-head">
        <h2 id="design-inspector-title">{section.title}</h2>
        {isPhase(selected) && !missing && <PhaseMenu phase={selected} />}
      </div>
      <p className="design-help">{section.about}</p>
      <WordsLine names={sectionWords[selected]} />
      {frozen && (
        <p className="design-error">
          The form waits: the JSON cannot be read as it is. Mend it there, or undo.
        </p>
      )}
      {whole.map(({ message }) => (
        <p key={message} className="design-error">
          {message}
        </p>
      ))}
      {missing ? <p>This schedule has no such phase.</p> : <Fields key={selected} section={section} />}
      {selected === 'corpus' && valueAt(source, ['corpus', 'kind']) === 'files' && (
        <FolderField folder={folder} setFolder={setFolder} />
      )}
      {selected === 'judging' && <ClaimsFields />}
    </section>
  );
}

function Fields({ section }: { section: Section }) {
  const { source, issues } = useDesigner();
  const [more, setMore] = useState(false);
  const fields = fieldsOf(section, source);
  const used = (field: Field): boolean =>
    valueAt(source, field.path.split('.')) !== undefined ||
    issues.fields.has(field.path) ||
    axisOf(source, field.path) !== null;
  const hidden = fields.filter((field) => field.more === true && !used(field));
  return (
    <>
      <div className="design-fields">
        {fields.map((field) =>
          more || !hidden.includes(field) ? (
            <FormField key={`${field.path} ${field.kind}`} field={field} />
          ) : null,
        )}
      </div>
      {(hidden.length > 0 || more) && (
        <Button
          size="compact-xs"
          variant="subtle"
          mt="xs"
          aria-expanded={more}
          onClick={() => setMore(!more)}
        >
          {more
            ? 'Fewer fields'
            : `More: ${hidden
                .map(({ label }) => label)
                .slice(0, 3)
                .join(', ')}${hidden.length > 3 ? ' …' : ''}`}
        </Button>
      )}
    </>
  );
}

function PhaseMenu({ phase }: { phase: PhaseName }) {
  const { source, edit, select, frozen } = useDesigner();
  const splits = splitsOf(source, phase);
  const name = sectionOf(phase).title;
  return (
    <div className="design-row">
      {axisOf(source, phase) !== null && <AxisValues path={phase} label={name} />}
      <VaryButton path={phase} label={`the whole phase ${phase}`} />
      <Menu position="bottom-end" width={360} shadow="md">
        <Menu.Target>
          <Button size="compact-xs" variant="default" disabled={frozen || splits.length === 0}>
            Split …
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {splits.map((split) => (
            <Menu.Item key={split.id} onClick={() => edit(split.edits, `split ${phase}`, 0)}>
              <b>{split.label}</b>
              <span className="design-menu-note">{split.meaning}</span>
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {phase !== 'pretrain' && (
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<TrashIcon aria-hidden />}
          disabled={frozen}
          onClick={() => {
            edit(removePhase(source, phase), `remove ${phase}`, 0);
            select('pretrain');
          }}
        >
          Take away
        </Button>
      )}
    </div>
  );
}
