/** Every word, in Spanish, about this computer and its person. */
import type { desk as english } from '../en/desk';

export const desk: typeof english = {
  notifications: {
    what: 'De qué se le avisa',
    whatLead: 'Solo en este ordenador. La lista y el icono de la barra lo muestran todo siempre.',
    kinds: {
      unassigned: {
        name: 'Alguien espera en Sin asignar',
        hint: 'Todos los miembros disponibles lo saben al momento.',
      },
      assigned: {
        name: 'Se me asigna una conversación',
        hint: 'Por un miembro o por una regla de traspaso.',
      },
      messages: {
        name: 'Un visitante me escribe',
        hint: 'En una conversación mía que no estoy viendo.',
      },
      mentions: { name: 'Un miembro me menciona', hint: 'Con @ y mi nombre, en un comentario.' },
      reminders: {
        name: 'No he respondido',
        hint: 'Cuando un visitante me espera demasiado tiempo.',
      },
    },
    loudness: { off: 'No mostrar', shown: 'Mostrar', heard: 'Mostrar con sonido' },
    sound: 'Sonido',
    soundOn: 'Reproducir sonidos',
    soundHint: 'Desactivado: no se oye nada, se elija lo que se elija arriba.',
    repeat: 'Repetir con sonido',
    repeatHint: 'Mientras nadie asuma una conversación sin asignar, se avisa de nuevo.',
    privacy: 'Qué cuenta una notificación',
    privacyLead: 'Para pantallas que otros pueden ver.',
    privacies: {
      full: { name: 'Todo', hint: 'Nombre, motivo y las últimas palabras del visitante.' },
      reason: { name: 'Nombre y motivo', hint: 'Nada de lo que se escribió.' },
      waiting: { name: 'Solo que alguien espera', hint: 'Ni nombre, ni motivo, ni palabras.' },
    },
    preview: 'Vista previa',
    sample: {
      name: 'Marta',
      reason: 'Quiere hablar con una persona',
      words: '¿Puedo hablar con una persona, por favor?',
    },
    sampleNobody: 'Una conversación espera',
    claim: 'Asignarme',
    open: 'Abrir',
    grouping: 'Varias a la vez',
    together: 'Una notificación para todas',
    togetherHint: 'Las cuenta y se actualiza en su sitio.',
    never: 'Nunca: una para cada una',
    from: (n) => `A partir de ${n} en espera`,
    quiet: 'Horas de silencio',
    quietOn: 'Guardar silencio a ciertas horas',
    quietHint:
      'No se muestra ni se oye nada. Lo que espera se cuenta y se avisa en una sola notificación al terminar.',
    begin: 'De',
    end: 'A',
    nextDay: 'del día siguiente',
    allDay: 'todo el día',
    days: 'Los días y las noches que empiezan en',
    oneDay: 'Elija al menos un día.',
    badTime: 'Una hora es como 22:00.',
    zone: (zone) => `Según el reloj de este ordenador (${zone}).`,
  },
  trial: {
    title: 'Probar las notificaciones',
    lead: 'Muestra dos notificaciones, paso a paso. No se asigna nada.',
    start: 'Empezar la prueba',
    again: 'Probar de nuevo',
    running: 'La prueba está en marcha…',
    steps: {
      found: 'Este ordenador puede mostrar notificaciones',
      shown: 'Se muestra una notificación',
      clicked: 'Usted hace clic en ella',
      pressed: 'Usted pulsa «Asignarme» en la siguiente',
    },
    states: {
      later: 'todavía no',
      now: 'ahora',
      worked: 'funciona',
      failed: 'no funciona',
      left: 'sin probar',
    },
    asking: 'Preguntando al sistema…',
    showing: 'Pidiendo una notificación…',
    clickNow: (seconds) =>
      `Haga clic en la notificación «Prueba de Baton» antes de ${seconds} segundos.`,
    pressNow: (seconds) => `Pulse su botón «Asignarme» antes de ${seconds} segundos.`,
    service: (name, version) => (version ? `${name} ${version}` : name),
    can: { actions: 'botones', body: 'texto', sound: 'sonido' },
    canNot: { actions: 'sin botones', body: 'sin texto', sound: 'sin sonido propio' },
    id: (id) => `Número ${id}`,
    all: 'Todo funciona.',
    heldBack: 'Su sistema retiene las notificaciones («No molestar»). Desactívelo para verlas.',
    inQuiet:
      'Ahora son sus horas de silencio: las notificaciones reales no se muestran hasta que terminen.',
    fails: {
      no_bus: 'Baton no alcanza el bus de mensajes (D-Bus) de esta sesión.',
      no_service: 'Nada muestra notificaciones en este escritorio.',
      no_answer: 'El servicio de notificaciones no responde.',
      refused: 'El sistema se ha negado a mostrarla.',
      no_actions: 'Este servicio no tiene botones ni informa de los clics.',
      closed: 'Se cerró sin hacerlo.',
      too_late: 'No llegó nada a tiempo.',
    },
    todo: {
      no_bus:
        'Inicie Baton desde el menú de su escritorio, no desde otra sesión. Mientras tanto, Baton avisa en su propia ventana.',
      no_service:
        'Instale uno: GNOME y KDE traen el suyo; si no, «dunst» o «mako». Mientras tanto, Baton avisa en su propia ventana.',
      no_answer: 'Cierre la sesión del ordenador, ábrala de nuevo y vuelva a probar.',
      no_actions:
        'Verá quién espera, pero asuma en la ventana o desde la barra. GNOME, KDE y dunst tienen botones.',
      closed: 'Pruebe de nuevo y haga clic en la notificación misma.',
    },
    allow: {
      linux:
        'Active las notificaciones de Baton en los ajustes del sistema y desactive «No molestar». Quizá esté en la lista de notificaciones.',
      mac: 'Ajustes del Sistema, Notificaciones, Baton: permítalas, estilo «Alertas». Y ningún modo de concentración debe estar activo.',
      windows: 'Configuración, Sistema, Notificaciones: active Baton y desactive «No molestar».',
    },
  },
  profile: {
    availability: 'Disponibilidad',
    available: 'Disponible',
    availableHint: 'Se le avisa cuando alguien necesita a una persona.',
    away: 'No se le avisa de conversaciones nuevas. Las suyas siguen siendo suyas.',
    others: 'Cerrar sesión en los demás',
    othersTitle: '¿Cerrar sesión en todos los demás?',
    othersLead: (n) =>
      n === 1
        ? 'Se cierra la sesión de otro dispositivo al momento y pierde su copia. Este sigue.'
        : `Se cierra la sesión de otros ${n} dispositivos al momento y pierden sus copias. Este sigue.`,
    othersGo: 'Cerrar sesión',
    othersDone: 'Se ha cerrado la sesión en sus demás dispositivos.',
  },
  steps: {
    title: 'Primeros pasos',
    lead: 'Cinco minutos y Baton es suyo.',
    leadMember: 'Conozca Baton.',
    done: 'hecho',
    count: (done, all) => `${done} de ${all} hechos`,
    hide: 'Ocultar',
    hidden: 'Los encontrará de nuevo en Ajustes, Primeros pasos.',
    allDone: 'Todo hecho. Baton es suyo.',
    visitor: {
      name: 'Probar como visitante',
      hint: 'Escriba a su agente de IA y después «¿Puedo hablar con alguien?». Llega aquí.',
      go: 'Abrir la página de demostración',
    },
    notification: {
      name: 'Enviarse una notificación',
      hint: 'Una breve prueba dice si este ordenador puede avisarle.',
      go: 'Probar las notificaciones',
    },
    widget: {
      name: 'Poner el widget en su página',
      hint: 'Una línea que copiar. Hecho cuando un visitante escribe desde su página.',
      go: 'Copiar la línea',
    },
    colleague: {
      name: 'Añadir a un miembro',
      hint: 'Una invitación es un enlace que vale siete días.',
      hintAlone: 'Primero el espacio de trabajo se traslada a un hub que todos alcancen.',
      go: 'Invitar',
      goAlone: 'Trasladar a un hub',
    },
    teach: {
      name: (agent) => `Enseñar a ${agent}`,
      hint: 'Escriba las respuestas a lo que más preguntan, o importe sus páginas.',
      go: 'Escribir un artículo',
    },
  },
};
