/** Modules that come with some Python of 3.6 to 3.14, as `sys.stdlib_module_names` lists them. */
export const standardModules: ReadonlySet<string> = words(`
  __future__ __main__ _thread abc aifc annotationlib antigravity argparse array ast asynchat asyncio
  asyncore atexit audioop base64 bdb binascii binhex bisect builtins bz2 cProfile calendar cgi cgitb
  chunk cmath cmd code codecs codeop collections colorsys compileall compression concurrent
  configparser contextlib contextvars copy copyreg crypt csv ctypes curses dataclasses datetime dbm
  decimal difflib dis distutils doctest dummy_threading email encodings ensurepip enum errno
  faulthandler fcntl filecmp fileinput fnmatch formatter fractions ftplib functools gc genericpath
  getopt getpass gettext glob graphlib grp gzip hashlib heapq hmac html http idlelib imaplib imghdr
  imp importlib inspect io ipaddress itertools json keyword lib2to3 linecache locale logging lzma
  macpath mailbox mailcap marshal math mimetypes mmap modulefinder msilib msvcrt multiprocessing
  netrc nis nntplib nt ntpath nturl2path numbers opcode operator optparse os ossaudiodev parser
  pathlib pdb pickle pickletools pipes pkgutil platform plistlib poplib posix posixpath pprint
  profile pstats pty pwd py_compile pyclbr pydoc pydoc_data pyexpat queue quopri random re readline
  reprlib resource rlcompleter runpy sched secrets select selectors shelve shlex shutil signal site
  smtpd smtplib sndhdr socket socketserver spwd sqlite3 sre_compile sre_constants sre_parse ssl stat
  statistics string stringprep struct subprocess sunau symbol symtable sys sysconfig syslog tabnanny
  tarfile telnetlib tempfile termios test textwrap this threading time timeit tkinter token tokenize
  tomllib trace traceback tracemalloc tty turtle turtledemo types typing unicodedata unittest urllib
  uu uuid venv warnings wave weakref webbrowser winreg winsound wsgiref xdrlib xml xmlrpc zipapp
  zipfile zipimport zlib zoneinfo`);

/** Modules of Python 2's own: what asks for them has another way for Python 3. */
const formerModules: ReadonlySet<string> = words(`
  BaseHTTPServer ConfigParser Cookie HTMLParser Queue SimpleHTTPServer SocketServer StringIO Tkinter
  UserDict __builtin__ anydbm cPickle cStringIO commands cookielib dummy_thread htmlentitydefs httplib
  md5 robotparser sets sha thread tkFileDialog tkMessageBox urllib2 urlparse xmlrpclib`);

/**
 * What to install for modules whose package has another name. OpenCV's build without windows:
 * in a container there are none, and the other one needs libraries of the desktop.
 */
const packageNames: ReadonlyMap<string, string> = pairs(`
  Bio biopython, Crypto pycryptodome, Cryptodome pycryptodomex, Cython Cython, Image Pillow,
  Levenshtein python-Levenshtein, MySQLdb mysqlclient, OpenGL PyOpenGL, OpenSSL pyOpenSSL,
  PIL Pillow, PyPDF2 PyPDF2, PyQt5 PyQt5, Xlib python-xlib, apscheduler APScheduler,
  airflow apache-airflow, argon2 argon2-cffi, astropy astropy, attr attrs, azure azure-core,
  bs4 beautifulsoup4, bson pymongo, cairo pycairo, cairosvg CairoSVG, community python-louvain,
  cv2 opencv-python-headless, dateutil python-dateutil, decouple python-decouple, discord discord.py,
  django Django, dns dnspython, docx python-docx, dotenv python-dotenv, editor python-editor,
  environ django-environ, fitz PyMuPDF, flask Flask, flask_cors Flask-Cors, flask_login Flask-Login,
  flask_sqlalchemy Flask-SQLAlchemy, flask_restful Flask-RESTful, git GitPython, github PyGithub,
  gitlab python-gitlab, gi PyGObject, grpc grpcio, igraph igraph, imblearn imbalanced-learn,
  ipywidgets ipywidgets, jose python-jose, jwt PyJWT, kafka kafka-python, ldap python-ldap,
  llama_index llama-index, louvain louvain, lxml lxml, magic python-magic, markdown Markdown,
  memcache python-memcached, mpl_toolkits matplotlib, multipart python-multipart, mysql
  mysql-connector-python, nacl PyNaCl, netCDF4 netCDF4, numpy numpy, odf odfpy, osgeo GDAL, pandas
  pandas, past future, pkg_resources setuptools, pptx python-pptx, psycopg2 psycopg2-binary, pwn
  pwntools, pyaudio PyAudio, pymupdf PyMuPDF, pythonjsonlogger python-json-logger, pyximport Cython,
  rapidjson python-rapidjson, ruamel ruamel.yaml, sentence_transformers sentence-transformers, serial
  pyserial, setuptools setuptools, sklearn scikit-learn, skbio scikit-bio, skimage scikit-image,
  slugify python-slugify, snappy python-snappy, socketio python-socketio, socks PySocks, speech_recognition
  SpeechRecognition, sqlalchemy SQLAlchemy, tabula tabula-py, telegram python-telegram-bot, tlz toolz,
  umap umap-learn, usb pyusb, websocket websocket-client, werkzeug Werkzeug, win32api pywin32,
  wx wxPython, xdg pyxdg, yaml PyYAML, zmq pyzmq, google.cloud.storage google-cloud-storage,
  google.cloud.bigquery google-cloud-bigquery, google.protobuf protobuf, google.auth google-auth,
  google.generativeai google-generativeai, googleapiclient google-api-python-client,
  azure.storage.blob azure-storage-blob, azure.identity azure-identity, ruamel.yaml ruamel.yaml,
  graphql graphql-core, pycocotools pycocotools, mpi4py mpi4py, fiona Fiona, rtree Rtree, jinja2 Jinja2`);

/** Packages that only tests and development use. */
const testTools: ReadonlySet<string> = words(`
  pytest hypothesis nose nose2 mock tox nox coverage flake8 pylint mypy black ruff isort responses
  freezegun pre-commit pre_commit pytest_mock factory_boy moto vcrpy ipdb`);

/**
 * What to install for an import such as `google.cloud.storage`; undefined for Python's own
 * and for a name that many packages share.
 */
export function packageOfModule(module: string): string | undefined {
  const segments = module.split(".");
  const isOwn = standardModules.has(segments[0]) || formerModules.has(segments[0]);
  if (isOwn || segments[0].startsWith("_")) return undefined;
  for (let length = segments.length; length > 0; length--) {
    const known = packageNames.get(segments.slice(0, length).join("."));
    if (known !== undefined) return known;
  }
  const [first, second, third] = segments;
  if (first === "google") return second === "cloud" && third ? `google-cloud-${third}` : undefined;
  return first;
}

/** True for a package that a program in use does without: `pytest`, `pytest-cov`. */
export function isTestTool(packageName: string): boolean {
  const name = packageName.toLowerCase();
  return testTools.has(name) || /^(pytest|flake8|types|hypothesis)[-_]/.test(name);
}

/**
 * What some Python packages need of the system, by their lower-case names: to be compiled, or
 * because their wheels leave it out. Words of {@link systemPackages}.
 */
export const systemNeeds: Readonly<Record<string, readonly string[]>> = {
  "gdal": ["compiler", "gdal"],
  "mpi4py": ["compiler", "mpi"],
  "mysqlclient": ["compiler", "mysql", "pkg-config"],
  "opencv-python": ["gl", "glib"],
  "psycopg2": ["compiler", "postgresql"],
  "pyaudio": ["compiler", "portaudio"],
  "pycairo": ["compiler", "cairo", "pkg-config"],
  "pygraphviz": ["compiler", "graphviz"],
  "pyodbc": ["odbc"],
  "python-ldap": ["compiler", "ldap"],
  "python-magic": ["magic"],
  "pytesseract": ["tesseract"],
  "weasyprint": ["pango"],
};

function words(text: string): Set<string> {
  return new Set(text.trim().split(/\s+/));
}

/** Reads `MODULE PACKAGE, …`. */
function pairs(text: string): Map<string, string> {
  return new Map(
    text.split(",").map((pair) => pair.trim().split(/\s+/) as [module: string, name: string]),
  );
}
