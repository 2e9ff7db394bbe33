/** What can be done by a key or by name, in Spanish. */
import type { Shape } from '../shape';
import type { actions as en } from '../en/actions';
import { listActions } from './lists';
import { handsActions } from './hands';

export const actions: Shape<typeof en> = {
  next: 'Conversación siguiente',
  previous: 'Conversación anterior',
  open: 'Abrir',
  back: 'Volver',
  claim: 'Asignarme',
  assign: 'Asignar a…',
  handback: 'Devolver a un agente de IA',
  reply: 'Responder',
  comment: 'Comentar',
  label: 'Etiqueta',
  close: 'Cerrar',
  pending: 'Dejar pendiente',
  reopen: 'Activar',
  unread: 'Marcar como no leída',
  search: 'Buscar mensajes',
  palette: 'Todo por su nombre',
  unassigned: 'Ir a Sin asignar',
  mine: 'Ir a Mías',
  all: 'Ir a Todas',
  side: 'Mostrar u ocultar los detalles',
  panel: 'Panel siguiente',
  rules: 'Ir a Reglas de traspaso',
  suggest: 'Usar la respuesta sugerida',
  settings: 'Ajustes',
  help: 'Atajos de teclado',
  history: 'Ir al historial',
  reports: 'Ir a los informes',
  ...handsActions,
  ...listActions,
};
