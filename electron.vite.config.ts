// One build, four kinds of output: Node entries (Electron main, trainer, server, command line) as ES modules in
// out/main, the preload as one CommonJS file in out/preload (a sandboxed window loads nothing else), and the window in
// out/renderer. Packages stay in node_modules; only the preload carries its imports.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const root = import.meta.dirname;
const entries = {
  main: 'src/main/main.ts',
  trainer: 'src/trainer/trainer.ts',
  server: 'src/server/server.ts',
  cli: 'src/cli/cli.ts',
};
const present = Object.entries(entries).filter(([, file]) => existsSync(join(root, file)));

export default defineConfig({
  main: {
    build: {
      outDir: join(root, 'out/main'),
      target: 'node24',
      externalizeDeps: true,
      sourcemap: true,
      rolldownOptions: {
        input: Object.fromEntries(present.map(([name, file]) => [name, join(root, file)])),
        // Optional packages are loaded by name at run time, where they are installed.
        external: ['electron', /^@tensorflow\//, /^onnxruntime-/, /\.node$/],
        output: {
          format: 'es',
          entryFileNames: '[name].mjs',
          chunkFileNames: 'chunks/[name]-[hash].mjs',
        },
      },
    },
  },
  preload: {
    build: {
      outDir: join(root, 'out/preload'),
      target: 'node24',
      externalizeDeps: false,
      rolldownOptions: {
        input: { preload: join(root, 'src/preload/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  },
  renderer: {
    root: join(root, 'src/renderer'),
    plugins: [react()],
    build: {
      outDir: join(root, 'out/renderer'),
      target: 'es2022',
      minify: true,
      // One style sheet and no inlined assets: the content security policy allows files of this origin alone.
      cssCodeSplit: false,
      assetsInlineLimit: 0,
      rolldownOptions: { input: join(root, 'src/renderer/index.html') },
    },
  },
});
