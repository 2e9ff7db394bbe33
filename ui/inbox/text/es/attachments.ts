/** Words about files that go with messages, in Spanish. */
import type { Text } from '..';

export const attachments: Pick<Text, 'attachments'> = {
  attachments: {
    add: 'Adjuntar archivos',
    hint: 'Hasta 20 MB cada uno. También puede pegarlos o soltarlos en la conversación.',
    list: 'Archivos para enviar',
    drop: 'Suelte los archivos para añadirlos a su respuesta',
    notYours: 'Solo quien tiene la conversación puede enviar archivos',
    remove: (name: string) => `Quitar ${name}`,
    retry: (name: string) => `Reintentar ${name}`,
    sending: (percent: number) => `${percent} %`,
    waiting: 'En espera',
    wait: 'Los archivos aún se están enviando.',
    stuck: 'Falta un archivo. Inténtelo de nuevo o quítelo y luego envíe.',
    tooLarge: 'Más de 20 MB. Comparta un enlace en su lugar.',
    empty: 'Este archivo está vacío.',
    tooMany: (most: number) => `Un mensaje admite ${most} archivos.`,
    failed: 'El envío se interrumpió.',
    offline: 'Sin conexión. Inténtelo más tarde o quite el archivo para enviar solo su texto.',
    open: (name: string) => `Ver ${name} más grande`,
    save: 'Guardar…',
    saveNamed: (name: string) => `Guardar ${name}…`,
    saved: (name: string) => `${name} se ha guardado.`,
    close: 'Cerrar',
    noPicture: 'Ahora no se puede mostrar',
    nameless: (files: number) => `📎 ${files} ${files === 1 ? 'archivo' : 'archivos'}`,
  },
};
