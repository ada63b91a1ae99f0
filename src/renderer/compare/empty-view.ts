// The view of an address that holds none: nothing picked, nothing chosen.
import { viewSchema } from '../../core/view.ts';

export const emptyView = viewSchema.parse({});
