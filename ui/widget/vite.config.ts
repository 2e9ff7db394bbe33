/**
 * Builds the widget into dist/widget: loader.js (one IIFE), panel.html, panel.js, panel.css, demo.html, demo.js, demo.css. Guarantees: fixed
 * names, so the hub can embed them; colours come from styles/tokens.css for the loader too. Leaves out: source maps.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { svelte, vitePreprocess } from '@sveltejs/vite-plugin-svelte';
import { build, defineConfig, type InlineConfig, type Plugin } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const outDir = here('../dist/widget');
/** In bytes, compressed: every page that carries the widget fetches the loader. */
const LOADER_MOST = 5_000;

/** The --launcher… values of the tokens, for light and for dark: `panelText` of `--launcher-panel-text`, `fill` of `--launcher`. */
function palette(): Record<'light' | 'dark', Record<string, string>> {
  const css = readFileSync(here('styles/tokens.css'), 'utf8');
  const [light = '', dark = ''] = css.split(":root[data-theme='dark']");
  const values = (part: string) =>
    Object.fromEntries(
      [...part.matchAll(/--launcher-?([\w-]*):\s*([^;]+);/g)].map(([, name = '', value = '']) => [
        name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()) || 'fill',
        value,
      ]),
    );
  return { light: values(light), dark: { ...values(light), ...values(dark) } };
}

const shared = (entry: string, name: string): InlineConfig => ({
  configFile: false,
  root: here('.'),
  publicDir: false,
  build: {
    outDir,
    emptyOutDir: false,
    target: ['es2022', 'safari16'],
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
    rolldownOptions: {
      input: here(entry),
      output: { format: 'iife', entryFileNames: `${name}.js`, assetFileNames: `${name}[extname]` },
    },
  },
});

/** Adds the pages, then builds the two scripts that are not the panel's. */
function rest(): Plugin {
  return {
    name: 'baton-widget-rest',
    apply: 'build',
    generateBundle() {
      for (const [fileName, from] of [
        ['panel.html', 'panel.html'],
        ['demo.html', 'demo/demo.html'],
      ] as const) {
        this.emitFile({ type: 'asset', fileName, source: readFileSync(here(from), 'utf8') });
      }
    },
    async closeBundle() {
      await build({
        ...shared('loader/main.ts', 'loader'),
        define: { __BATON_PALETTE__: JSON.stringify(palette()) },
      });
      await build(shared('demo/demo.ts', 'demo'));
      const bytes = gzipSync(readFileSync(`${outDir}/loader.js`)).length;
      if (bytes > LOADER_MOST) throw new Error(`loader.js is ${bytes} bytes compressed`);
    },
  };
}

const panel = shared('panel/main.ts', 'panel');

export default defineConfig({
  ...panel,
  plugins: [svelte({ configFile: false, preprocess: vitePreprocess() }), rest()],
  build: { ...panel.build, emptyOutDir: true },
});
