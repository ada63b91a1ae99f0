// Starts the built application as Electron does: it becomes ready only when the entry has been evaluated to its end, so
// an entry that waits for that at its top level waits for ever (https://github.com/electron/electron/issues/40719).
// node start-application.mjs ENTRY [ARGUMENTS OF THE APPLICATION]
import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';

const double = new URL('./electron-module.mjs', import.meta.url).href;
registerHooks({
  resolve: (name, context, next) =>
    name === 'electron' ? { url: double, shortCircuit: true } : next(name, context),
});
const { becomeReady } = await import(double);
await import(pathToFileURL(process.argv[2]).href);
becomeReady();
