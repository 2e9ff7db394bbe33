/** Starts the inbox: styles, language, the door to the Rust side, the page. Wires and nothing else. */
import '@fontsource-variable/inter/wght.css';
import './styles/all.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { door } from './ipc';
import { language, text } from './text';
import { direction } from './text/language';

document.documentElement.lang = text.locale;
document.documentElement.dir = direction(language);
const target = document.getElementById('app');
if (target) mount(App, { target, props: { ipc: door, store: window.localStorage } });
