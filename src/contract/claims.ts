// What a window may ask about the claims of the paper: the ledger of an experiment.
import { z } from 'zod';
import { ledgerSchema } from '../core/claims/ledger-schema.ts';

export const claimCommands = {
  /** Every claim that the experiment bears on, with its verdict, from the runs that are finished. */
  'experiment.claims': { input: z.strictObject({ id: z.int().positive() }), output: ledgerSchema },
} as const;
