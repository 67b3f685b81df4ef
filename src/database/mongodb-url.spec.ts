import { MongoClient } from 'mongodb';
import { faultInUrl, withoutSecrets, wordsOfParseError } from './mongodb-url.js';

const SECRETS = [
  'p@ss/w:rd',
  'pa?ss',
  'pa#ss',
  'pa%ss',
  'pa:ss',
  'pa/ss@x',
  'a@b=c',
  'pw?a=b',
  'x]y[z',
  'Geheim/1&2',
];

describe('MONGODB_URL', () => {
  it.each(SECRETS)(
    'with the unescaped password %s is refused in words without any part of it',
    (password) => {
      const url = `mongodb://user:${password}@host.example:27017/?replicaSet=rs0`;
      let words = faultInUrl(url);
      if (words === undefined) {
        try {
          new MongoClient(url);
        } catch (error) {
          words = wordsOfParseError((error as Error).message, url);
        }
      }
      expect(words).toMatch(/percent-encoded|must look like/);
      for (const piece of password.split(/[^A-Za-z0-9]+/).filter(({ length }) => length > 2)) {
        expect(words).not.toContain(piece);
      }
    },
  );

  it.each([
    'mongodb://localhost',
    'mongodb://127.0.0.1:27017/?replicaSet=rs0',
    'mongodb://user:p%40ss%2Fword@a.example:1,b.example:2/db?authSource=admin&replicaSet=rs0',
    'mongodb+srv://user:pw@cluster.example/?appName=a@b',
    'mongodb://[::1]:27017/',
    'mongodb://%2Ftmp%2Fmongodb-27017.sock',
    'mongodb://CN=client@host.example/?authMechanism=MONGODB-X509&tls=true',
  ])('%s has nothing wrong', (url) => expect(faultInUrl(url)).toBeUndefined());

  it.each(['mongodb://host:port/', 'mongodb://host:27017:1/', 'mongodb://a,,b/', 'mongodb:///db'])(
    '%s is no address',
    (url) => expect(faultInUrl(url)).toMatch(/must look like/),
  );

  it('an option that the driver does not know is named', () => {
    const url = 'mongodb://user:secretword@host.example/?foo=bar';
    let words = '';
    try {
      new MongoClient(url);
    } catch (error) {
      words = wordsOfParseError((error as Error).message, url);
    }
    expect(words).toBe('option foo is not supported');
  });

  it('every piece of a password is taken out of a text, escaped or not', () => {
    const url = 'mongodb://user:p%40ss-w%2Frd@host/?tlsCertificateKeyFilePassword=hidden1';
    expect(withoutSecrets('p@ss-w/rd at host, p%40ss-w%2Frd, ss-w, hidden1', url)).toBe(
      '*** at host, ***, ***, ***',
    );
  });
});
