/** The places beside the inbox: their code is fetched when one is first gone to, not before the first row is painted. */
export const places = {
  settings: () => import('./panels/settings/Settings.svelte'),
  history: () => import('./panels/history/History.svelte'),
  rules: () => import('./panels/rules/Rules.svelte'),
  reports: () => import('./panels/reports/Reports.svelte'),
};
