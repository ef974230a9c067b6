import { EventEmitter } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserWindow, MenuItemConstructorOptions } from 'electron';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { COMMAND_FLAG, commandFolder, commandIn, runCommand } from '../../electron/command.js';
import type { Electron } from '../../electron/electron.js';
import { chooseFile, fileInArguments, readNamedFile, readToOpen, saveAgain, saveFile } from '../../electron/files.js';
import type { Handlers } from '../../electron/ipc.js';
import { isOwnPage, setupNavigation, setupNetwork, setupPermissions } from '../../electron/lockdown.js';
import { menuTemplate } from '../../electron/menu.js';
import { DesktopModels } from '../../electron/models.js';
import { Places } from '../../electron/places.js';
import { setupRequests } from '../../electron/requests.js';
import { serveFile, setupPages, setupScheme } from '../../electron/scheme.js';
import { setupSingleInstance } from '../../electron/singleInstance.js';
import { DesktopTraining } from '../../electron/training.js';
import { Updates } from '../../electron/updates.js';
import { openWindow } from '../../electron/window.js';
import { keepWindowState, readWindowState } from '../../electron/windowState.js';
import { RunStore } from '../../src/cli/training/runStore.js';
import { answerTraining } from '../../src/cli/training/trainingApi.js';
import { TrainingHost } from '../../src/cli/training/trainingHost.js';
import type { UpdateNews } from '../../src/ui/desktopApi.js';

/** A stand-in for the parts of Electron that a test needs. */
const fake = (parts: unknown) => parts as Electron;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'irodori-desktop-'));
  mkdirSync(join(folder, 'studio/assets'), { recursive: true });
  mkdirSync(join(folder, 'studio-private'));
  writeFileSync(join(folder, 'studio/index.html'), '<h1>studio</h1>');
  writeFileSync(join(folder, 'studio/assets/app.js'), 'app()');
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  writeFileSync(join(folder, 'studio-private/secret.txt'), 'secret');
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('pages', () => {
  const studio = () => join(folder, 'studio');

  test('app: is a standard, secure scheme', () => {
    const registerSchemesAsPrivileged = vi.fn();
    setupScheme(fake({ protocol: { registerSchemesAsPrivileged } }));
    expect(registerSchemesAsPrivileged.mock.calls[0][0]).toEqual([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
    ]);
  });

  test.each([
    ['app://studio/', 'text/html; charset=utf-8', '<h1>studio</h1>'],
    ['app://studio/assets/app.js?x=1#y', 'text/javascript; charset=utf-8', 'app()'],
  ])('%s is served isolated', async (address, type, body) => {
    let handle: (request: Request) => Promise<Response> = async () => new Response();
    const protocol = { handle: (_scheme: string, handler: typeof handle) => (handle = handler) };
    setupPages(fake({ session: { defaultSession: { protocol } } }), studio());
    const response = await handle({ url: address } as Request);
    expect(await response.text()).toBe(body);
    expect(response.headers.get('content-type')).toBe(type);
    expect(response.headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(response.headers.get('cross-origin-embedder-policy')).toBe('require-corp');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'self'");
  });

  test.each([
    'app://studio/../secret.txt',
    'app://studio/..%2fsecret.txt',
    'app://studio/%2e%2e/secret.txt',
    'app://studio/..%5csecret.txt',
    'app://studio/..%2fstudio-private%2fsecret.txt',
    'app://studio/%00',
    'app://studio/%',
    'app://studio/assets',
    'app://other/index.html',
    'file:///etc/passwd',
    'no address',
  ])('%s leads nowhere', async (address) => {
    const response = await serveFile(studio(), address);
    expect(response.status).toBe(404);
  });
});

describe('training', () => {
  const store = () => new RunStore(join(folder, 'runs'));
  const training = () =>
    new DesktopTraining(async () => ({
      host: new TrainingHost({ program: 'nothing', args: [], env: {} }, store()),
      answer: answerTraining,
    }));

  test('the page reaches it below its path and nowhere else, under the page’s own rules', async () => {
    let handle: (request: Request) => Promise<Response> = async () => new Response();
    const protocol = { handle: (_scheme: string, handler: typeof handle) => (handle = handler) };
    setupPages(fake({ session: { defaultSession: { protocol } } }), join(folder, 'studio'), [training()]);
    const ask = (path: string, method = 'GET', body?: string) =>
      handle({
        url: `app://studio${path}`,
        method,
        body: body === undefined ? null : new Blob([body]).stream(),
      } as unknown as Request);
    const runs = await ask('/api/training/runs');
    expect(await runs.json()).toEqual([]);
    expect(runs.headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(await (await ask('/api/training/runs', 'POST', '{"name":"x"}')).json()).toMatchObject({ phase: 'new' });
    expect((await ask('/api/trainings')).status).toBe(404);
    expect((await ask('/')).status).toBe(200);
    expect((await handle({ url: 'app://other/api/training/runs', method: 'GET' } as Request)).status).toBe(404);
  });

  test('pictures are in the folder that the person chose; the page gets an id', async () => {
    const showOpenDialog = vi.fn(async () => ({ canceled: false, filePaths: [join(folder, 'studio')] }));
    const id = await training().choosePictures(fake({ dialog: { showOpenDialog } }), {} as BrowserWindow);
    expect(store().read(id!)).toMatchObject({ name: 'studio', pictures: join(folder, 'studio') });
    const canceled = vi.fn(async () => ({ canceled: true, filePaths: [] }));
    expect(
      await training().choosePictures(fake({ dialog: { showOpenDialog: canceled } }), {} as BrowserWindow),
    ).toBeNull();
  });
});

describe('lockdown', () => {
  test.each([
    ['app://studio/', true],
    ['app://studio/index.html', true],
    ['app://evil/', false],
    ['https://studio/', false],
    ['file:///index.html', false],
    ['app:studio', false],
    ['', false],
  ])('%s is its own page: %s', (address, own) => expect(isOwnPage(address)).toBe(own));

  test('no permission is given but to copy, and that to the own page', () => {
    const session = {
      setPermissionRequestHandler: vi.fn(),
      setPermissionCheckHandler: vi.fn(),
      setDevicePermissionHandler: vi.fn(),
    };
    setupPermissions(fake({ session: { defaultSession: session } }));
    const asked = (permission: string, requestingUrl: string) => {
      const answer = vi.fn();
      session.setPermissionRequestHandler.mock.calls[0][0](null, permission, answer, { requestingUrl });
      const checked = session.setPermissionCheckHandler.mock.calls[0][0](null, permission, requestingUrl);
      expect(checked).toBe(answer.mock.calls[0][0]);
      return checked;
    };
    expect(asked('media', 'app://studio/')).toBe(false);
    expect(asked('clipboard-sanitized-write', 'app://studio/')).toBe(true);
    expect(asked('clipboard-sanitized-write', 'https://example.org/')).toBe(false);
    expect(session.setDevicePermissionHandler.mock.calls[0][0]()).toBe(false);
  });

  test.each([
    ['app://studio/assets/app.js', false],
    ['blob:app://studio/1', false],
    ['https://example.com/', true],
    ['http://127.0.0.1/', true],
    ['ws://example.com/', true],
    ['file:///etc/passwd', true],
  ])('a request for %s is cancelled: %s', (url, cancel) => {
    const onBeforeRequest = vi.fn();
    setupNetwork(fake({ session: { defaultSession: { webRequest: { onBeforeRequest } } } }));
    const answer = vi.fn();
    onBeforeRequest.mock.calls[0][0]({ url }, answer);
    expect(answer).toHaveBeenCalledWith({ cancel });
  });

  test('windows neither leave the studio nor open others', () => {
    const app = new EventEmitter();
    setupNavigation(fake({ app }));
    const contents = Object.assign(new EventEmitter(), { setWindowOpenHandler: vi.fn() });
    app.emit('web-contents-created', {}, contents);
    expect(contents.setWindowOpenHandler.mock.calls[0][0]()).toEqual({ action: 'deny' });
    const prevented = (name: string, url: string) => {
      const preventDefault = vi.fn();
      contents.emit(name, { url, preventDefault });
      return preventDefault.mock.calls.length > 0;
    };
    expect(prevented('will-navigate', 'https://example.com/')).toBe(true);
    expect(prevented('will-redirect', 'file:///etc/passwd')).toBe(true);
    expect(prevented('will-attach-webview', '')).toBe(true);
    expect(prevented('will-navigate', 'app://studio/')).toBe(false);
  });
});

describe('requests', () => {
  const studio = { parent: null, url: 'app://studio/' };
  const saved = vi.fn(async () => ({ name: 'x.png', place: 3 }));
  const savedAgain = vi.fn(async () => undefined);

  function invoke(channel: string, senderFrame: unknown, ...args: unknown[]): Promise<unknown> {
    const handlers = new Map<string, (...args: unknown[]) => Promise<unknown>>();
    const ipcMain = { handle: (name: string, handler: never) => handlers.set(name, handler) };
    setupRequests(fake({ ipcMain }), {
      ready: async () => undefined,
      saveFile: saved,
      choosePictures: async () => null,
      saveAgain: savedAgain,
      updates: async () => ({ possible: true, on: false }),
      turnUpdates: async () => undefined,
      downloadUpdate: async () => undefined,
      installUpdate: async () => undefined,
    } satisfies Handlers);
    return handlers.get(channel)!({ senderFrame }, ...args);
  }

  test("the studio's own frame is answered", async () => {
    const file = { name: '彩り.png', bytes: Uint8Array.of(1) };
    expect(await invoke('irodori:saveFile', studio, file)).toEqual({ name: 'x.png', place: 3 });
    expect(saved).toHaveBeenCalledWith(file);
  });

  test.each([
    ['another page', { parent: null, url: 'https://example.com/' }],
    ['a frame in the page', { parent: {}, url: 'app://studio/' }],
    ['a frame that is gone', null],
  ])('%s is refused', (_name, frame) => expect(invoke('irodori:ready', frame)).rejects.toThrow('refused'));

  test.each([
    ['../x.png', '_x.png'],
    ['C:\\x.png', 'C_x.png'],
    ['.profile', 'profile'],
    ['x\n.png', 'x_.png'],
    ['', 'untitled'],
  ])('a file called %j is offered as %j', async (name, offered) => {
    const bytes = Uint8Array.of(1);
    await invoke('irodori:saveFile', studio, { name, bytes });
    expect(saved).toHaveBeenLastCalledWith({ name: offered, bytes });
  });

  test.each<[string, unknown[]]>([
    ['nothing', []],
    ['a name that is too long', [{ name: 'x'.repeat(300), bytes: Uint8Array.of(1) }]],
    ['too many', [{ name: 'x.png', bytes: Uint8Array.of(1) }, 2]],
    ['text for bytes', [{ name: 'x.png', bytes: 'abc' }]],
    ['no name', [{ bytes: Uint8Array.of(1) }]],
  ])('saveFile with %s is refused', (_name, args) =>
    expect(invoke('irodori:saveFile', studio, ...args)).rejects.toThrow('arguments that the contract does not know'),
  );
});

test.each<[string, unknown[]]>([
  ['a path', ['/etc/passwd', Uint8Array.of(1)]],
  ['a negative place', [-1, Uint8Array.of(1)]],
  ['no bytes', [0]],
])('saveAgain with %s is refused', async (_name, args) => {
  const handlers = new Map<string, (...args: unknown[]) => Promise<unknown>>();
  const ipcMain = { handle: (name: string, handler: never) => handlers.set(name, handler) };
  setupRequests(fake({ ipcMain }), {} as Handlers);
  const event = { senderFrame: { parent: null, url: 'app://studio/' } };
  await expect(handlers.get('irodori:saveAgain')!(event, ...args)).rejects.toThrow('arguments that the contract');
});

describe('files', () => {
  const window = {} as BrowserWindow;

  test('the file of a command line is found among the flags', () => {
    expect(fileInArguments(['--flag', '.', 'a.txt', 'sketch.PNG'])).toBe('sketch.PNG');
    expect(fileInArguments(['--x=a.png', '.'])).toBeNull();
  });

  test('a file is read with its name', async () => {
    const file = await readNamedFile(join(folder, 'secret.txt'));
    expect(file).toEqual({ name: 'secret.txt', bytes: new Uint8Array(Buffer.from('secret')) });
    await expect(readNamedFile(folder)).rejects.toThrow('is no file');
  });

  test('the open dialog gives a path, or null', async () => {
    const answer = (reply: unknown) => fake({ dialog: { showOpenDialog: async () => reply } });
    expect(await chooseFile(answer({ canceled: false, filePaths: ['/a.png'] }), window)).toBe('/a.png');
    expect(await chooseFile(answer({ canceled: true, filePaths: [] }), window)).toBeNull();
  });

  test('a file is saved where the person says, whole or not at all', async () => {
    const file = { name: 'a.png', bytes: Uint8Array.of(1, 2) };
    const electron = (filePath: string, canceled = false) =>
      fake({ app: { getPath: () => folder }, dialog: { showSaveDialog: async () => ({ canceled, filePath }) } });
    const places = new Places();
    const placed = await saveFile(electron(join(folder, 'b.png')), window, places, file);
    expect(placed).toEqual({ name: 'b.png', place: 0 });
    expect([...readFileSync(join(folder, 'b.png'))]).toEqual([1, 2]);
    expect(await saveFile(electron('', true), window, places, file)).toBeNull();
    const before = readdirSync(folder);
    await expect(saveFile(electron(join(folder, 'nowhere/c.png')), window, places, file)).rejects.toThrow(
      'cannot write',
    );
    expect(readdirSync(folder)).toEqual(before);
    await saveAgain(places, 0, Uint8Array.of(7));
    expect([...readFileSync(join(folder, 'b.png'))]).toEqual([7]);
    await expect(saveAgain(places, 1, Uint8Array.of(7))).rejects.toThrow('no file was chosen');
  });

  test('a project is opened with its place, a picture without: nothing may overwrite it', async () => {
    const places = new Places();
    writeFileSync(join(folder, 'p.irodori'), 'p');
    writeFileSync(join(folder, 'p.png'), 'p');
    expect((await readToOpen(places, join(folder, 'p.irodori'))).place).toBe(0);
    expect((await readToOpen(places, join(folder, 'p.irodori'))).place).toBe(0);
    expect((await readToOpen(places, join(folder, 'p.png'))).place).toBeNull();
  });
});

describe('places', () => {
  test('are the same numbers after a restart, and a number is given once', () => {
    const file = join(folder, 'places.json');
    const first = new Places(file);
    expect([first.numberOf('/a.irodori'), first.numberOf('/b.irodori')]).toEqual([0, 1]);
    const second = new Places(file);
    expect(second.pathOf(1)).toBe('/b.irodori');
    expect(second.numberOf('/a.irodori')).toBe(0);
    expect(second.numberOf('/c.irodori')).toBe(2);
    expect(() => second.pathOf(3)).toThrow('no file was chosen');
  });

  test.each([
    ['damaged', '{"next":1,"paths":[[0,'],
    ['with a path that is none', '{"next":1,"paths":[[0,"x.irodori"]]}'],
  ])('a file that is %s gives none', (_, content) => {
    const file = join(folder, 'bad-places.json');
    writeFileSync(file, content);
    expect(() => new Places(file).pathOf(0)).toThrow('no file was chosen');
  });

  test('only those chosen last are kept', () => {
    const file = join(folder, 'many-places.json');
    const places = new Places(file);
    for (let i = 0; i < 120; i++) places.numberOf(`/${i}.irodori`);
    expect(() => new Places(file).pathOf(19)).toThrow('no file was chosen');
    expect(new Places(file).pathOf(20)).toBe('/20.irodori');
  });
});

describe('the command', () => {
  test('is what follows its flag; without it the app opens', () => {
    expect(commandIn(['/irodori', COMMAND_FLAG, 'train', '--out', 'x'])).toEqual(['train', '--out', 'x']);
    expect(commandIn(['/irodori', 'sketch.png'])).toBeNull();
  });

  test('runs without a window and ends the app with its status', async () => {
    const before = process.argv;
    const exit = vi.fn();
    let seen: string[] = [];
    try {
      await runCommand(
        fake({ app: { exit, disableHardwareAcceleration: () => undefined } }),
        '/command',
        ['doctor'],
        async (place, path) => {
          seen = [...process.argv.slice(1), place, path];
        },
      );
    } finally {
      process.argv = before;
    }
    expect(seen).toEqual([join('/command', 'dist/cli/main.js'), 'doctor', '/command', 'main.js']);
    expect(exit).toHaveBeenCalledWith(0);
  });

  test('is in the checkout, or beside the archive of the packaged app', () => {
    expect(commandFolder(fake({ app: { isPackaged: false } }))).toBe(join(import.meta.dirname, '../..'));
    Object.assign(process, { resourcesPath: '/resources' });
    expect(commandFolder(fake({ app: { isPackaged: true } }))).toBe(join('/resources', 'command'));
  });
});

describe('updates', () => {
  const file = () => join(folder, 'updates.json');
  function updates({ version = '2.0.0' as string | null, fails = false, possible = true } = {}) {
    const news: UpdateNews[] = [];
    const updater = {
      autoDownload: true,
      autoInstallOnAppQuit: true,
      checkForUpdates: vi.fn(async () => {
        if (fails) throw new Error('no network\nmore of it');
        return { isUpdateAvailable: version !== null, updateInfo: { version: version ?? '1.0.0' } };
      }),
      downloadUpdate: vi.fn(async () => []),
      quitAndInstall: vi.fn(),
    };
    const load = vi.fn(async () => updater);
    return { news, updater, load, it: new Updates(file(), possible ? load : null, (item) => news.push(item)) };
  }
  beforeEach(() => rmSync(file(), { force: true }));

  test('are off at first: nothing is loaded, asked or fetched', async () => {
    const { it, load, news } = updates();
    expect(it.state).toEqual({ possible: true, on: false });
    await it.begin();
    await it.download();
    it.install();
    expect(load).not.toHaveBeenCalled();
    expect(news).toEqual([]);
  });

  test('once on, a version is told, and fetched and started only when asked for', async () => {
    const { it, updater, news } = updates();
    await it.turn(true);
    expect(news).toEqual([{ kind: 'found', version: '2.0.0' }]);
    expect([updater.autoDownload, updater.autoInstallOnAppQuit]).toEqual([false, false]);
    it.install();
    expect(updater.quitAndInstall).not.toHaveBeenCalled();
    expect(updater.downloadUpdate).not.toHaveBeenCalled();
    await it.download();
    expect(news.at(-1)).toEqual({ kind: 'ready', version: '2.0.0' });
    it.install();
    expect(updater.quitAndInstall).toHaveBeenCalledOnce();
  });

  test('stay as they were chosen over a restart, and off means off', async () => {
    await updates({ version: null }).it.turn(true);
    const next = updates();
    expect(next.it.state.on).toBe(true);
    await next.it.begin();
    expect(next.news).toEqual([{ kind: 'found', version: '2.0.0' }]);
    await next.it.turn(false);
    await next.it.download();
    expect(next.updater.downloadUpdate).not.toHaveBeenCalled();
    const last = updates();
    await last.it.begin();
    expect(last.load).not.toHaveBeenCalled();
  });

  test('that cannot be had are told in one line when they were asked for, and not at each start', async () => {
    const { it, news } = updates({ fails: true });
    await it.turn(true);
    expect(news).toEqual([{ kind: 'failed', reason: 'no network' }]);
    await it.begin();
    expect(news).toHaveLength(1);
  });

  test('an app without an address has none, whatever was chosen', async () => {
    await updates().it.turn(true);
    const { it, news } = updates({ possible: false });
    expect(it.state).toEqual({ possible: false, on: false });
    await it.turn(true);
    await it.begin();
    expect(news).toEqual([]);
  });
});

describe('models', () => {
  test('are those of the command line', async () => {
    const models = new DesktopModels('unused', {
      answerModels: async (request, name) => new Response(`${request.method} ${name}`),
    });
    const at = (path: string) => models.answer(new Request(`app://studio${path}`));
    expect(await (await at('/api/models')).text()).toBe('GET ');
    expect(await (await at('/api/models/my%20blue')).text()).toBe('GET my%20blue');
  });
});

describe('window', () => {
  const screens = [{ x: 0, y: 0, width: 1920, height: 1080 }];
  const write = (content: string) => {
    const file = join(folder, 'window.json');
    writeFileSync(file, content);
    return file;
  };

  test.each([
    [
      'its last place',
      '{"x":10,"y":20,"width":900,"height":700,"maximized":true}',
      { x: 10, y: 20, width: 900, height: 700, maximized: true },
    ],
    [
      'its size, on a screen that is gone',
      '{"x":5000,"y":20,"width":900,"height":700,"maximized":false}',
      { width: 900, height: 700, maximized: false },
    ],
    ['the usual size, from a damaged file', '{"x":', { width: 1280, height: 860, maximized: false }],
    [
      'the usual size, from nonsense',
      '{"width":1,"height":1e9,"maximized":"no"}',
      { width: 1280, height: 860, maximized: false },
    ],
  ])('opens in %s', (_name, content, state) => expect(readWindowState(write(content), screens)).toEqual(state));

  test('keeps its place when it closes', () => {
    const file = join(folder, 'kept.json');
    const window = Object.assign(new EventEmitter(), {
      getNormalBounds: () => ({ x: 1, y: 2, width: 800, height: 600 }),
      isMaximized: () => false,
    });
    keepWindowState(window as unknown as BrowserWindow, file);
    window.emit('close');
    expect(readWindowState(file, screens)).toEqual({ x: 1, y: 2, width: 800, height: 600, maximized: false });
  });

  test('is sandboxed and isolated, and asks before it drops hints', () => {
    let given: Electron.BrowserWindowConstructorOptions = {};
    class Window extends EventEmitter {
      webContents = Object.assign(new EventEmitter(), { reload: vi.fn() });
      loadURL = vi.fn(async () => {});
      show = vi.fn();
      constructor(options: typeof given) {
        super();
        given = options;
      }
    }
    const showMessageBoxSync = vi.fn(() => 1);
    const electron = fake({
      app: { getPath: () => folder, quit: vi.fn() },
      BrowserWindow: Window,
      dialog: { showMessageBoxSync },
      screen: { getAllDisplays: () => [{ workArea: screens[0] }] },
    });
    const window = openWindow(electron, '/preload.cjs');
    expect(given.webPreferences).toMatchObject({
      preload: '/preload.cjs',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
    });
    expect(window.loadURL).toHaveBeenCalledWith('app://studio/');
    const preventDefault = vi.fn();
    window.webContents.emit('will-prevent-unload', { preventDefault } as never);
    expect(preventDefault).not.toHaveBeenCalled(); // the person stays
    showMessageBoxSync.mockReturnValue(0);
    window.webContents.emit('will-prevent-unload', { preventDefault } as never);
    expect(preventDefault).toHaveBeenCalled();
  });
});

test('a second start hands its file to the first', () => {
  const app = Object.assign(new EventEmitter(), { requestSingleInstanceLock: () => true, quit: vi.fn() });
  const onStart = vi.fn();
  expect(setupSingleInstance(fake({ app }), onStart)).toBe(true);
  app.emit('second-instance', {}, ['/usr/bin/irodori', '--flag', 'b.png']);
  expect(onStart).toHaveBeenCalledWith('b.png');

  const second = Object.assign(new EventEmitter(), { requestSingleInstanceLock: () => false, quit: vi.fn() });
  expect(setupSingleInstance(fake({ app: second }), onStart)).toBe(false);
  expect(second.quit).toHaveBeenCalled();
});

test('the menu opens files and performs actions of the studio', () => {
  const commands = { open: vi.fn(), perform: vi.fn() };
  const items = menuTemplate(commands, false).flatMap(({ submenu }) => (submenu ?? []) as MenuItemConstructorOptions[]);
  const click = (label: string) =>
    items.find((item) => item.label === label)!.click!({} as never, undefined, {} as never);
  click('Open…');
  expect(commands.open).toHaveBeenCalled();
  click('Save Project');
  expect(commands.perform).toHaveBeenCalledWith('file.saveProject');
});
