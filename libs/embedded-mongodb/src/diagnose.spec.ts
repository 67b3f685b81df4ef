import { classifyLog, lastComplaint } from './diagnose.js';

const featureVersion = (document: string, cause: string) =>
  `{"s":"F",  "c":"CONTROL",  "id":20573,   "ctx":"initandlisten","msg":"Wrong mongod version","attr":{"error":"UPGRADE PROBLEM: Found an invalid featureCompatibilityVersion document (ERROR: Location4926900: Invalid featureCompatibilityVersion document in admin.system.version: { _id: \\"featureCompatibilityVersion\\", version: \\"${document}\\" }. See https://docs.mongodb.com/master/release-notes/6.0-compatibility/#feature-compatibility. :: caused by :: Invalid feature compatibility version value${cause}. See https://docs.mongodb.com/master/release-notes/6.0-compatibility/#feature-compatibility.)"}}`;

const startUp = '{"s":"I",  "c":"CONTROL",  "id":4615611, "ctx":"initandlisten","msg":"MongoDB starting"}';

describe('classifyLog', () => {
  it.each([
    ['data_newer', featureVersion('7.0', ", expected '5.0' or '5.3' or '6.0")],
    [
      'data_newer',
      featureVersion('9.0', " '9.0'. Expected one of the following versions: ''8.2', '8.1', '8.0'"),
    ],
    ['data_older', featureVersion('4.4', " '4.4'; expected '6.0' or '6.3' or '7.0'")],
    [
      'data_newer',
      'unsupported WiredTiger file version: this build only supports versions up to 4, and the file is version 5',
    ],
    [
      'data_in_use',
      '{"msg":"DBException in initAndListen","attr":{"error":"DBPathInUse: Unable to lock the lock file: /d/mongod.lock (Resource temporarily unavailable). Another mongod instance is already running on the /d directory"}}',
    ],
    [
      'disk_full',
      '{"msg":"WiredTiger error message","attr":{"error":28,"message":"handle-write: No space left on device"}}',
    ],
    [
      'port_in_use',
      '{"msg":"Failed to set up listener","attr":{"error":"SocketException: Address already in use"}}',
    ],
    [
      'too_many_files',
      '{"msg":"WiredTiger error","attr":{"error":24,"message":"open: Too many open files"}}',
    ],
    [
      'binary_broken',
      'mongod: error while loading shared libraries: libcrypto.so.1.1: cannot open shared object file: No such file or directory',
    ],
  ])('tells %s', (code, line) => {
    const error = classifyLog(`${startUp}\n${line}\n`, '/data');
    expect(error?.code).toBe(code);
    expect(error?.message).toMatch(/^[^\n]+\.$/);
  });

  it('names the version of the data and the missing library', () => {
    expect(classifyLog(featureVersion('9.0', " '9.0'. Expected '8.2'"), '/data')?.message).toContain(
      'MongoDB 9.0',
    );
    expect(
      classifyLog('error while loading shared libraries: libssl.so.1.1: cannot open shared object file', '')
        ?.message,
    ).toContain('libssl.so.1.1');
  });

  it('does not guess', () => {
    expect(classifyLog(startUp, '/data')).toBeUndefined();
  });
});

describe('lastComplaint', () => {
  it('is the last error or fatal entry', () => {
    const text = [
      startUp,
      '{"s":"E","msg":"first"}',
      '{"s":"F","msg":"Fatal assertion","attr":{"error":"BadValue: x\\ny"}}',
      'not json "s":"F"',
    ].join('\n');
    expect(lastComplaint(text)).toBe('Fatal assertion: BadValue: x y');
  });
});
