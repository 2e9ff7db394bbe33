// Arguments: role, name. Returns the visible elements of that role whose accessible name is, starts
// with, or contains `name`, the best match first. An empty role or name fits everything. Looks into
// open shadow roots.
const [role, name] = arguments;

const ROLES = {
  button: 'button, summary, input[type=button], input[type=submit]',
  checkbox: 'input[type=checkbox]',
  combobox: 'select',
  complementary: 'aside',
  dialog: 'dialog[open]',
  heading: 'h1, h2, h3, h4, h5, h6',
  img: 'img',
  link: 'a[href]',
  list: 'ul, ol',
  listitem: 'li',
  main: 'main',
  navigation: 'nav',
  option: 'option',
  radio: 'input[type=radio]',
  region: 'section[aria-label], section[aria-labelledby]',
  status: 'output',
  textbox:
    'textarea, input:not([type]), input[type=text], input[type=email], input[type=password], ' +
    'input[type=search], input[type=url], input[type=tel], [contenteditable]',
};
// Roles whose name is what they contain.
const NAMED_BY_CONTENT =
  /^(button|cell|checkbox|heading|link|listitem|menuitem\w*|option|radio|status|switch|tab|alert|log)$/;

const squeeze = (text) => (text || '').replace(/\s+/g, ' ').trim();

function* everything(root) {
  for (const element of root.querySelectorAll('*')) {
    yield element;
    if (element.shadowRoot) yield* everything(element.shadowRoot);
  }
}

function visible(element) {
  const style = getComputedStyle(element);
  return element.getClientRects().length > 0 && style.visibility === 'visible';
}

function hasRole(element) {
  if (!role) return true;
  const own = element.getAttribute('role');
  if (own) return own.split(' ').includes(role);
  return role in ROLES && element.matches(ROLES[role]);
}

// What is read out of an element: without what is hidden from assistive technology, such as the
// letters of a picture or the key printed on a button.
function contentOf(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  if (node.nodeType !== Node.ELEMENT_NODE) return '';
  const { display } = getComputedStyle(node);
  if (display === 'none' || node.ariaHidden === 'true') return '';
  const own = node.getAttribute('aria-label') || node.getAttribute('alt');
  const text = own || [...node.childNodes].map(contentOf).join('');
  return display.startsWith('inline') ? text : ` ${text} `;
}

function nameOf(element) {
  const by = element.getAttribute('aria-labelledby');
  if (by) {
    const parts = by.split(/\s+/).map((id) => element.getRootNode().getElementById(id));
    return squeeze(parts.map((part) => (part ? contentOf(part) : '')).join(' '));
  }
  const said = element.getAttribute('aria-label');
  if (said) return squeeze(said);
  if (element.labels?.length) return squeeze([...element.labels].map(contentOf).join(' '));
  if (!role || NAMED_BY_CONTENT.test(role)) {
    const text = squeeze([...element.childNodes].map(contentOf).join('')) || element.value;
    if (text) return squeeze(String(text));
  }
  return squeeze(
    element.getAttribute('alt') ||
      element.getAttribute('placeholder') ||
      element.getAttribute('title'),
  );
}

function rank(element) {
  const own = nameOf(element);
  if (!name || own === name) return 0;
  if (own.startsWith(name)) return 1;
  return own.includes(name) ? 2 : -1;
}

const found = [];
for (const element of everything(document)) {
  if (!hasRole(element) || !visible(element)) continue;
  const order = rank(element);
  if (order >= 0) found.push({ element, order });
}
return found.sort((a, b) => a.order - b.order).map(({ element }) => element);
