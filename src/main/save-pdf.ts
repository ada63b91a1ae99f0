// A deck as PDF: the page as it would be printed, written where the user says. The page's own style says how large a sheet
// is and which way it lies.
import type { IpcMain } from 'electron';
import { inputError } from '../core/errors.ts';
import { safeFileName } from '../host/file-name.ts';
import { writeWhole } from '../host/write-whole.ts';
import { answerTrusted } from './ipc.ts';

export const pdfChannel = 'springback:pdf';
const longestName = 1000;

/** `ask` offers a file name and resolves to the path that the user chose, null where they cancelled. */
export function answerPdf(
  ipcMain: Pick<IpcMain, 'handle'>,
  ask: (name: string) => Promise<string | null>,
): void {
  ipcMain.handle(pdfChannel, (event, name: unknown) =>
    answerTrusted(event, async () => {
      if (typeof name !== 'string' || name.length > longestName)
        throw inputError('name', `expected a text of at most ${longestName} letters`);
      const file = await ask(`${safeFileName(name, 'deck')}.pdf`);
      if (file === null) return { file };
      const pdf = await event.sender.printToPDF({ preferCSSPageSize: true, printBackground: true });
      await writeWhole(file, pdf);
      return { file };
    }),
  );
}
