/* global module, require */
/** es-toolkit/compat, function by function: @nestjs/swagger uses a dozen of its four hundred modules. */
module.exports = new Proxy(
  {},
  {
    get: (_target, name) => {
      if (typeof name !== 'string' || name === '__esModule') return undefined;
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- as it is used
      return require(`es-toolkit/compat/${name}`);
    },
  },
);
