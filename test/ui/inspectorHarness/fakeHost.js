// A host made up for the inspector's page: it speaks the protocol of src/protocol/inspector.ts over the channel of
// src/protocol/channel.ts, with values that are a plain function of the text. Runs in the page, before the inspector's
// script. `window.fakeHost` drives it.
const post = message => window.postMessage(message, '*');
const send = event => post({ event });
const answer = ({ ask }, given) => post({ answered: ask, answer: given });

(() => {
  const layers = 2;
  const units = 64;
  const features = {
    c: [
      { name: 'quotes', title: 'Inside quotes', description: 'String and character literals' },
      { name: 'comment', title: 'Inside a comment', description: 'Line and block comments' },
      { name: 'if', title: 'Inside an if statement', description: 'Its condition and its block' },
    ],
    latex: [
      { name: 'math', title: 'Inside math', description: 'Inline and displayed formulas' },
      { name: 'environment', title: 'Inside an environment', description: 'Between begin and end' },
    ],
    other: [],
  };

  let state = { document: 0, version: 0, name: '', language: 'c', text: '' };
  let model = { revision: 0, isStarter: false, training: false, step: 1200, cellType: 'lstm' };
  let feature = '';
  /** What the ranking that is kept with the model has otherwise; undefined if there is none. */
  let kept;
  /** What the ranking of the document has otherwise. */
  let ranked = {};
  let saved = JSON.parse(sessionStorage.getItem('inspectorState') ?? 'null');
  /** Units of the text that come with the document. */
  const firstPart = 1 << 16;
  /** Everything the page said, for tests to read: events, requests with their numbers, and what it gave up. */
  const received = [];
  /** Numbers of the requests that are not answered. */
  const open = new Map();
  /** Kinds of requests that fail, and with what message. */
  const failing = new Map();
  /** Kinds of requests that are left without an answer. */
  const mute = new Set();

  /** 1 where the place after each unit is inside the feature: good enough for C without tricks. */
  function labelsOf(text, name) {
    const labels = new Uint8Array(text.length);
    let inside = '';
    for (let i = 0; i < text.length; i++) {
      const two = text.slice(i, i + 2);
      if (!inside && two === '/*') inside = 'block';
      else if (!inside && two === '//') inside = 'line';
      else if (!inside && (text[i] === '"' || text[i] === "'")) inside = text[i];
      else if (inside === 'block' && text.slice(i - 1, i + 1) === '*/') inside = '';
      else if (inside === 'line' && text[i] === '\n') inside = '';
      else if (inside.length === 1 && (text[i] === inside || text[i] === '\n')) inside = '';
      const comment = inside === 'block' || inside === 'line';
      if (name === 'comment') labels[i] = comment ? 1 : 0;
      else if (name === 'quotes') labels[i] = inside && !comment ? 1 : 0;
      else labels[i] = /[({]/.test(text[i]) ? 1 : 0;
    }
    return labels;
  }

  /** How well a cell follows a feature, -1..1: the same for each run. */
  function strength(which, name) {
    const seed = Math.sin(which.layer * 91.7 + which.index * 12.9898 + name.length * 4.1) * 43758.5453;
    const noise = seed - Math.floor(seed);
    const favourite = { quotes: 17, comment: 5, if: 40, math: 17, environment: 5 }[name];
    if (which.layer === 1 && which.index === favourite) return name === 'comment' ? -0.97 : 0.97;
    return (noise - 0.5) * 1.6 * noise;
  }

  let memory = { key: '', labels: new Uint8Array(0) };
  function labelsNow(name) {
    const key = `${state.document} ${state.version} ${name}`;
    if (memory.key !== key) memory = { key, labels: labelsOf(state.text, name) };
    return memory.labels;
  }

  function valuesOf(which, from, to) {
    const values = new Float32Array(to - from);
    const labels = labelsNow(feature || 'quotes');
    // The output is a weaker copy of the memory.
    const follows = strength(which, feature || 'quotes') * (which.quantity === 'c' ? 1 : 0.8);
    for (let i = from; i < to; i++) {
      const wave = Math.sin(i * (0.11 + 0.013 * which.index) + state.text.charCodeAt(i));
      const value = follows * (labels[i] ? 0.9 : -0.35) + (1 - Math.abs(follows)) * 0.5 * wave + 0.06 * wave;
      values[i - from] = Math.max(-1, Math.min(1, value));
    }
    return values;
  }

  /** A made-up score: the better a cell follows, the higher each of its numbers. */
  function scoreOf(follows, second) {
    const size = Math.abs(follows);
    const direction = follows < 0 ? -1 : 1;
    return {
      f1: 0.3 + 0.7 * size ** 2,
      gain: size ** 2,
      precision: size,
      recall: size,
      threshold: 0,
      direction,
      auroc: 0.5 + size / 2,
      correlation: follows,
      ...(second && { second }),
    };
  }

  /** `change` is what of it shall be otherwise. */
  function ranking(name, change = {}) {
    const cells = [];
    const others = features[state.language].filter(one => one.name !== name);
    for (let layer = 1; layer <= layers; layer++)
      for (let index = 0; index < units; index++) {
        const follows = strength({ layer, index }, name);
        const besides = others[index % 2] && strength({ layer, index }, others[index % 2].name);
        const second = others[index % 2] && {
          feature: others[index % 2].name,
          f1: besides ** 2,
          gain: besides ** 2,
          direction: besides < 0 ? -1 : 1,
          baseRate: 0.1,
        };
        const better = index % 3 === 2 ? 'c' : 'h';
        const weaker = { ...scoreOf(follows * 0.8, second), quantity: better === 'c' ? 'h' : 'c' };
        const best = { layer, index, quantity: better, ...scoreOf(follows, second) };
        cells.push(model.cellType === 'gru' ? { ...best, quantity: 'h' } : { ...best, other: weaker });
      }
    cells.sort((a, b) => b.f1 - a.f1);
    return {
      revision: model.revision,
      feature: name,
      origin: 'document',
      cells,
      files: 12,
      characters: 240000,
      baseRate: 0.18,
      stretches: 812,
      maskedShare: 0.021,
      chosenOn: 'otherFiles',
      ...change,
    };
  }

  /** Of the 60 units before an offset: letters help, blanks are in the way, and the nearer ones more so. */
  function influenceOf({ offset, measure }) {
    const from = Math.max(0, offset - 60);
    const size = { takenOut: 3, replaced: 2, gradient: 1 }[measure];
    const bits = Float32Array.from({ length: offset - from }, (_, i) => {
      const sign = /\s/.test(state.text[from + i]) ? -0.5 : 1;
      return (sign * size) / (offset - from - i);
    });
    return { from, bits };
  }

  const place = () => ({ document: state.document, version: state.version });
  const sendModel = () =>
    send({
      kind: 'model',
      layers,
      units,
      quantities: model.cellType === 'lstm' ? ['h', 'c'] : ['h'],
      validationBitsPerChar: 2.31,
      ...model,
    });
  function sendDocument() {
    const text = state.text.slice(0, firstPart);
    const { length } = state.text;
    send({ kind: 'document', ...state, features: features[state.language], tabSize: 4, text, length });
    sendMoreText(text.length);
  }
  /** The rest of the text from a place on, unless it is muted. */
  function sendMoreText(from) {
    if (from >= state.text.length || mute.has('moreText')) return;
    send({ kind: 'moreText', document: state.document, text: state.text.slice(from) });
  }

  const isCurrent = ({ document, version }) => document === state.document && version === state.version;
  function sendAll() {
    send({ kind: 'palette', palette: 'red-blue' });
    if (model.revision > 0) sendModel();
    if (state.document > 0) sendDocument();
  }
  const hearers = { ready: sendAll, sendAgain: sendAll };

  /** What requests are answered with; a muted one is not. */
  const answers = {
    keptRanking: ({ feature: name }) => kept && ranking(name, { origin: 'model', ...kept }),
    rank({ document, feature: name }) {
      feature = name;
      send({ kind: 'rankingProgress', document, share: 0.4 });
      return ranking(name, ranked);
    },
    values: request =>
      isCurrent(request)
        ? {
            revision: model.revision,
            values: request.cells.map(one => valuesOf(one, request.from, request.to)),
          }
        : undefined,
    labels: request =>
      isCurrent(request)
        ? { labels: labelsNow(request.feature).slice(request.from, request.to), isUnlabelled: false }
        : undefined,
    influence: request =>
      isCurrent(request) && request.offset > 0
        ? {
            offset: request.offset,
            character: String.fromCodePoint(state.text.codePointAt(request.offset)),
            surpriseBits: 1.25,
            ...influenceOf(request),
          }
        : undefined,
    hover(request) {
      if (!isCurrent(request)) return undefined;
      const next = [' ', '\n', '\t', 'e', '<'].map((character, index) => ({
        character,
        probability: [0.52, 0.21, 0.1, 0.08, 0.004][index],
      }));
      return {
        offset: request.offset,
        character: String.fromCodePoint(state.text.codePointAt(request.offset)),
        values: model.cellType === 'lstm' ? { h: 0.5, c: 0.75 } : { h: 0.5 },
        surpriseBits: 2.345,
        next,
      };
    },
  };

  function receive(message) {
    if (message.event) {
      received.push(message.event);
      hearers[message.event.kind]?.();
    } else if (message.request) {
      const request = { ...message.request, ask: message.ask };
      received.push(request);
      open.set(request.ask, request);
      const failure = failing.get(request.kind);
      if (failure !== undefined)
        return post({ failed: request.ask, error: { message: failure, expected: true } });
      const given = answers[request.kind](request);
      if (!mute.has(request.kind)) answer(request, given);
    } else {
      received.push({ kind: 'cancel', of: open.get(message.cancel)?.kind });
      post({ answered: message.cancel });
    }
    return undefined;
  }

  window.fakeHost = {
    received,
    mute,
    send,
    answer,
    ranking,
    /** Answers the ranking of the document that is waited for. */
    rank: (change = {}) => {
      const request = received.findLast(one => one.kind === 'rank');
      answer(request, ranking(request.feature, change));
    },
    /** The ranking of the document differs in this from then on. */
    rankAs: change => (ranked = change),
    /** Requests of a kind fail from then on; without a message they do so no more. */
    fail: (kind, message) => (message === undefined ? failing.delete(kind) : failing.set(kind, message)),
    sendMoreText,
    /** Keeps a ranking with the model, which differs in this from the document's. */
    keep: (change = {}) => (kept = change),
    /** Opens a text as the next document. */
    open(name, text, language = 'c') {
      state = { document: state.document + 1, version: 1, name, language, text };
      sendDocument();
    },
    /** Edits the open text. */
    edit(offset, length, text) {
      state = {
        ...state,
        version: state.version + 1,
        text: state.text.slice(0, offset) + text + state.text.slice(offset + length),
      };
      send({ kind: 'edits', ...place(), edits: [{ offset, length, text }] });
    },
    /** Loads a model, or a newer one. */
    load(change = {}) {
      model = { ...model, revision: model.revision + 1, ...change };
      sendModel();
    },
    cursor: (offset, visible) => send({ kind: 'cursor', ...place(), offset, visible }),
  };

  window.acquireVsCodeApi = () => ({
    postMessage: receive,
    getState: () => saved,
    setState(value) {
      saved = value;
      sessionStorage.setItem('inspectorState', JSON.stringify(value));
    },
  });
})();
