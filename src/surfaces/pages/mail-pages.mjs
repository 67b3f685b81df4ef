// Runs in the browser where the link of an e-mail is opened. Every text is set with textContent: strangers chose names.
/* global document, fetch, FormData, history, location, URL, URLSearchParams, window */

const byId = (id) => document.getElementById(id);
const main = document.querySelector('main');
const step = byId('step');
const result = byId('result');
/** The words of the page's language. */
const texts = JSON.parse(main.dataset.texts);
const say = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
/** Not what a key such as `constructor` finds. */
const known = (words, key) => (Object.hasOwn(words, key) ? words[key] : undefined);

// Out of the address bar at once: the address is copied, synchronized and kept in the history.
const code = new URLSearchParams(location.hash.slice(1)).get('code');
if (location.hash !== '') history.replaceState(null, '', location.pathname + location.search);
// Another link of the same kind in the same tab changes the fragment only.
window.addEventListener('hashchange', () => location.reload());

/** @returns undefined on success without a body, the body, or what was refused */
async function call(method, url, body, { token, otp } = {}) {
  let response;
  try {
    response = await fetch(url, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(otp === undefined ? {} : { 'x-otp': otp }),
      },
      body: JSON.stringify(body),
      credentials: 'omit',
    });
  } catch {
    return { problem: { title: texts.unreachable } };
  }
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return { answer, onward: response.headers.get('return-to') };
  const wait = response.headers.get('retry-after');
  const title = known(texts.errors, answer.code) ?? answer.title ?? texts.refused;
  return { problem: { ...answer, title, ...(wait === null ? {} : { wait }) } };
}

/** A code of the second factor goes beside the body: the operations for passwords know no such field. */
const post = (url, { otp, ...body }) => call('POST', url, body, { otp });

/** Signs in for the change alone: nothing of the session is kept. */
async function changePassword({ email, current_password, new_password, otp }) {
  const signedIn = await post('../v1/sessions', { email, password: current_password, otp });
  if (signedIn.problem) return signedIn;
  if (signedIn.answer.challenge) {
    const code = 'auth.second_factor_required';
    return { problem: { code, title: known(texts.errors, code) } };
  }
  const { access_token: token } = signedIn.answer;
  const changed = await call('PUT', '../v1/me/password', { current_password, new_password }, { token });
  await call('DELETE', '../v1/sessions/current', undefined, { token });
  const { password, ...errors } = changed.problem?.errors ?? {};
  // Of both passwords, this word is about the new one.
  if (password !== undefined) changed.problem.errors = { ...errors, new_password: password };
  return changed;
}

/** Shows the parts that are for these outcomes; `kept` is a form that stays to be filled in again. */
function reveal(outcomes, kept) {
  for (const part of document.querySelectorAll('[data-when]')) {
    const isMeant = part.dataset.when.split(' ').some((one) => outcomes.includes(one));
    part.hidden = !isMeant && !(kept && part.contains(kept));
  }
}

function clear() {
  byId('message').hidden = true;
  byId('errors').hidden = true;
  byId('onward').hidden = true;
  for (const field of document.querySelectorAll('[aria-invalid]')) {
    field.removeAttribute('aria-invalid');
    field.removeAttribute('aria-describedby');
  }
}

function refused(problem, form) {
  const { title, errors = {}, wait } = problem;
  byId('message').textContent = wait === undefined ? title : say(texts.wait, { title, seconds: wait });
  byId('message').hidden = false;
  const messages = Object.values(errors).map((message) => {
    const item = document.createElement('li');
    item.textContent = known(texts.details, String(message)) ?? String(message);
    return item;
  });
  byId('errors').replaceChildren(...messages);
  byId('errors').hidden = messages.length === 0;
  if (problem.code === 'auth.link_invalid') step.hidden = true;
  reveal([problem.code], form);
  const otp = problem.code?.endsWith('code_invalid') ? form?.elements.namedItem('otp') : undefined;
  if (otp) otp.value = '';
  for (const name of Object.keys(errors)) {
    const field = form?.elements.namedItem(name);
    field?.setAttribute('aria-invalid', 'true');
    field?.setAttribute('aria-describedby', 'errors');
  }
  result.focus(); // scrolls to it as well: on a phone it may be out of sight
}

/** Shows where the product is, when the mail was asked for with an address to return to. */
function leadOn(address) {
  if (!URL.canParse(address ?? '')) return;
  const { protocol, host, href } = new URL(address);
  if (protocol !== 'https:' && protocol !== 'http:') return;
  const link = byId('onward').querySelector('a');
  link.href = href;
  link.textContent = say(texts.onward, { host });
  byId('onward').hidden = false;
}

async function send(form) {
  const filled = [...new FormData(form)].filter(([, value]) => value !== '');
  const body = Object.fromEntries(
    step.contains(form) && code !== null ? [...filled, ['code', code]] : filled,
  );
  const button = form.querySelector('button');
  button.disabled = true;
  const { problem, answer, onward } =
    'changesPassword' in form.dataset
      ? await changePassword(body)
      : await post(form.getAttribute('action'), body);
  button.disabled = false;
  clear();
  if (problem) return refused(problem, form);
  step.hidden = true;
  // Not form.name: a field of the name `name` would be that.
  const done = `done:${form.getAttribute('name')}`;
  reveal([answer.status === 'pending' ? `${done}:pending` : done]);
  leadOn(onward ?? main.dataset.home);
  result.focus();
}

function shown(fact, value) {
  if (fact === 'role') return known(texts.roles, value) ?? value;
  if (fact !== 'expires_at') return value;
  const { lang } = document.documentElement;
  return new Date(value).toLocaleString(lang, { dateStyle: 'long', timeStyle: 'short' });
}

/** Asking what is offered changes nothing. */
async function preview(list) {
  const { answer, problem } = await post(list.dataset.preview, { code });
  if (problem) {
    refused(problem);
    // The code is gone from the address, so a reload would not find it.
    if (problem.status === undefined || problem.status >= 429) reveal(['missing']);
    return;
  }
  for (const fact of list.querySelectorAll('[data-fact]')) {
    const value = String(answer[fact.dataset.fact]);
    fact.textContent = shown(fact.dataset.fact, value);
  }
  list.hidden = false;
  step.hidden = false;
}

for (const form of document.forms) {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void send(form);
  });
}
for (const box of document.querySelectorAll('[data-shows]')) {
  box.addEventListener('change', () => {
    byId(box.dataset.shows).type = box.checked ? 'text' : 'password';
  });
}

byId('scriptless').hidden = true;
const offer = document.querySelector('[data-preview]');
if ('needsCode' in main.dataset && code === null) reveal(['missing']);
else if (offer) void preview(offer);
else step.hidden = false;
