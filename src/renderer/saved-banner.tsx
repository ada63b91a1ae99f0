// A quiet line that says so where what is shown is not this machine's own history but a bundle, read-only.
import { useSelected, type WorkbenchStore } from './workbench-store.ts';

export function SavedBanner({ store }: { store: WorkbenchStore }) {
  const info = useSelected(store, (workbench) => workbench.info);
  if (info === null || info.bundle === null) return null;
  const { file, created, machine } = info.bundle;
  const name = file.split(/[\\/]/).at(-1);
  const title = `${file}, written by Springback ${info.bundle.version}`;
  return (
    <div className="saved quiet" role="note" title={title}>
      Saved results, read-only: {name} · written {created.slice(0, 10)} on {machine.cpu}
    </div>
  );
}
