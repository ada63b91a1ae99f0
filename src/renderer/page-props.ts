// What every page is given.
import type { PageName, Route } from './router.ts';
import type { Workbench, WorkbenchStore } from './workbench-store.ts';

export interface PageProps<P extends PageName = PageName> {
  readonly store: WorkbenchStore;
  readonly workbench: Workbench;
  readonly route: Extract<Route, { page: P }>;
}
