/** Fields and parameters whose names are options of the program: `--url` is the server, and gets the key. */
export const OTHER_NAMES: Readonly<Record<string, string>> = {
  json: 'json-mode',
  url: 'target-url',
  profile: 'own-profile',
};

/** The option of a field or parameter, without its dashes. */
export const flagOf = (name: string): string => OTHER_NAMES[name] ?? name.replaceAll('_', '-');
