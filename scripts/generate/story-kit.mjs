/** What the stories of several surfaces share. */

/** A script that gives each run names of its own, so that a folder can be run again. */
export const newRun = (variables) => [
  'const run = Date.now().toString(36) + Math.floor(Math.random() * 1e6).toString(36);',
  ...Object.entries(variables).map(([name, text]) => `pm.collectionVariables.set('${name}', \`${text}\`);`),
];

/** The whole body, as an expression of the test script: `saved('x')` is a collection variable. */
export const exactly = (expression) => ({
  name: 'the body is the documented one',
  code: `{ const saved = (name) => pm.collectionVariables.get(name); pm.expect(body).to.eql(${expression}); }`,
});

/** As `exactly`, for a list whose order is nobody's promise. */
export const exactlyTheseRows = (expression) => ({
  name: 'the body has the documented rows and no others',
  code: `{ const saved = (name) => pm.collectionVariables.get(name); pm.expect(body).to.have.deep.members(${expression}); }`,
});

/** Every account of every surface signs in here. */
export const signIn = (name, email, password, variable) => ({
  name,
  method: 'POST',
  path: '/admin/login',
  body: { email, password },
  status: 200,
  saves: { [variable]: 'body.data.access_token' },
});

export const deleteOrganization = (name, organization, token) => ({
  name,
  method: 'DELETE',
  path: '/org/delete',
  token,
  query: { organization_name: organization },
  status: 200,
  equals: { message: 'Organization deleted successfully' },
});
