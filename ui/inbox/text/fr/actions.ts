/** What can be done by a key or by name, in French. */
import type { Shape } from '../shape';
import type { actions as en } from '../en/actions';
import { listActions } from './lists';
import { handsActions } from './hands';

export const actions: Shape<typeof en> = {
  next: 'Conversation suivante',
  previous: 'Conversation précédente',
  open: 'Ouvrir',
  back: 'Retour',
  claim: 'M’attribuer',
  assign: 'Attribuer à…',
  handback: 'Rendre à un agent IA',
  reply: 'Répondre',
  comment: 'Commenter',
  label: 'Étiquette',
  close: 'Fermer',
  pending: 'Mettre en suspens',
  reopen: 'Remettre en cours',
  unread: 'Marquer comme non lue',
  search: 'Rechercher des messages',
  palette: 'Tout par son nom',
  unassigned: 'Aller à Non attribuées',
  mine: 'Aller à À moi',
  all: 'Aller à Toutes',
  side: 'Afficher ou masquer les détails',
  panel: 'Panneau suivant',
  rules: 'Aller aux règles de transfert',
  suggest: 'Utiliser la réponse suggérée',
  settings: 'Paramètres',
  help: 'Raccourcis clavier',
  history: 'Aller à l’historique',
  reports: 'Aller aux rapports',
  ...handsActions,
  ...listActions,
};
