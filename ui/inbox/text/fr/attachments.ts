/** Words about files that go with messages, in French. */
import type { Text } from '..';

export const attachments: Pick<Text, 'attachments'> = {
  attachments: {
    add: 'Joindre des fichiers',
    hint: 'Jusqu’à 20 Mo chacun. Vous pouvez aussi les coller ou les déposer sur la conversation.',
    list: 'Fichiers à envoyer',
    drop: 'Déposez les fichiers pour les joindre à votre réponse',
    notYours: 'Seule la personne en charge de la conversation peut envoyer des fichiers',
    remove: (name: string) => `Retirer ${name}`,
    retry: (name: string) => `Réessayer ${name}`,
    sending: (percent: number) => `${percent} %`,
    waiting: 'En attente',
    wait: 'Les fichiers sont encore en cours d’envoi.',
    stuck: 'Un fichier n’est pas encore là. Réessayez ou retirez-le avant d’envoyer.',
    tooLarge: 'Plus de 20 Mo. Partagez plutôt un lien.',
    empty: 'Ce fichier est vide.',
    tooMany: (most: number) => `Un message accepte ${most} fichiers.`,
    failed: 'L’envoi a été interrompu.',
    offline:
      'Pas de connexion. Réessayez plus tard, ou retirez le fichier pour n’envoyer que votre texte.',
    open: (name: string) => `Agrandir ${name}`,
    save: 'Enregistrer…',
    saveNamed: (name: string) => `Enregistrer ${name}…`,
    saved: (name: string) => `${name} est enregistré.`,
    close: 'Fermer',
    noPicture: 'Impossible à afficher pour l’instant',
    nameless: (files: number) => `📎 ${files} ${files === 1 ? 'fichier' : 'fichiers'}`,
  },
};
