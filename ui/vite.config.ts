/**
 * Builds the inbox into dist/inbox and runs every test of ui/.
 * Nothing is inlined as data: addresses, so the page works under `default-src 'self'`.
 */
import { fileURLToPath } from 'node:url';
import { svelte, vitePreprocess } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('inbox'),
  base: './',
  plugins: [svelte({ configFile: false, preprocess: vitePreprocess() })],
  resolve: process.env['VITEST'] ? { conditions: ['browser'] } : {},
  build: {
    outDir: here('dist/inbox'),
    emptyOutDir: true,
    target: ['es2022', 'safari16'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  test: {
    root: here('.'),
    environment: 'happy-dom',
    setupFiles: [here('inbox/tests/speaks.ts')],
    // The inbox reads the widget's tokens, for its preview.
    css: { include: /widget\/styles\/tokens\.css/ },
    include: ['inbox/**/*.test.ts', 'widget/**/*.test.ts'],
  },
});
