// What the schedule would cost before it runs, and the issues that no field shows.
import { formatCount } from '../../charts/format.ts';
import type { Issue } from '../../contract/window.ts';
import { bytes, duration } from '../words.ts';
import { useDesigner } from './designer-context.ts';
import type { Checked } from './use-check.ts';

interface Props {
  readonly checked: Checked;
  readonly freeBytes: number | null;
  readonly workers: number;
  /** Where the text stops being JSON, '' where it is. */
  readonly broken: string;
}

export function CostCard({ checked, freeBytes, workers, broken }: Props) {
  const { issues } = useDesigner();
  const { cost, stale, failure } = checked;
  const wrong = broken !== '' || issues.all.length > 0;
  return (
    <section className="card design-cost" aria-labelledby="design-cost-title" data-stale={stale}>
      <h2 id="design-cost-title">Cost</h2>
      <div aria-live="polite">
        {failure !== '' && <p className="design-error">Not checked: {failure}</p>}
        {wrong && <p className="design-error">{wrongText(broken, issues.all.length)}</p>}
        {!wrong && cost === null && failure === '' && <p className="design-help">Reckoning …</p>}
        {!wrong && cost !== null && cost.steps === 0 && (
          <p className="design-note">Nothing to train: all {cost.stepsReused} steps are reused.</p>
        )}
      </div>
      {!wrong && cost !== null && (
        <dl className="design-figures">
          <Figure name="Runs" value={formatCount(cost.runs)} note="" />
          <Figure
            name="Steps to train"
            value={formatCount(cost.steps)}
            note={cost.stepsReused > 0 ? `${formatCount(cost.stepsReused)} reused` : 'none reused'}
          />
          <Figure
            name="Tokens"
            value={formatCount(cost.tokens)}
            note={`${formatCount(cost.updates)} updates`}
          />
          <Figure
            name="Time here"
            value={cost.seconds === null ? 'unknown' : `about ${duration(cost.seconds)}`}
            note={cost.seconds === null ? 'nothing was measured on this machine yet' : `${workers} at once`}
          />
          <Figure
            name="Disk"
            value={bytes(cost.diskBytes)}
            note={diskText(cost.diskBytes, freeBytes)}
            wrong={freeBytes !== null && cost.diskBytes > freeBytes}
          />
        </dl>
      )}
      <IssueList issues={issues.all} />
    </section>
  );
}

const wrongText = (broken: string, count: number): string =>
  broken !== ''
    ? 'The text is not JSON, so nothing can be reckoned.'
    : `${count} ${count === 1 ? 'thing' : 'things'} to mend first.`;

function diskText(need: number, free: number | null): string {
  if (free === null) return '';
  return need > free ? `only ${bytes(free)} free` : `${bytes(free)} free`;
}

function Figure({
  name,
  value,
  note,
  wrong = false,
}: {
  name: string;
  value: string;
  note: string;
  wrong?: boolean;
}) {
  return (
    <div>
      <dt>{name}</dt>
      <dd data-wrong={wrong}>
        {value}
        {note !== '' && <span className="design-figure-note">{note}</span>}
      </dd>
    </div>
  );
}

/** Every issue, each a way to its place. */
function IssueList({ issues }: { issues: readonly Issue[] }) {
  const { reveal } = useDesigner();
  if (issues.length === 0) return null;
  return (
    <ul className="design-issues" aria-label="Issues">
      {issues.map(({ path, message }) => (
        <li key={`${path} ${message}`}>
          <button type="button" className="design-link" onClick={() => reveal(path)}>
            {path === '' ? 'whole schedule' : path}
          </button>{' '}
          {message}
        </li>
      ))}
    </ul>
  );
}
