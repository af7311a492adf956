import type { SystemManager } from "./base_facts.ts";

/** What a thing is called by the three families of package managers; "-" where it is not needed. */
const names: Readonly<Record<string, readonly [apt: string, apk: string, rpm: string]>> = {
  "autotools": [
    "autoconf automake libtool",
    "autoconf automake libtool",
    "autoconf automake libtool",
  ],
  "blas": ["libopenblas-dev", "openblas-dev", "openblas-devel"],
  "boost": ["libboost-all-dev", "boost-dev", "boost-devel"],
  "bzip2-library": ["libbz2-dev", "bzip2-dev", "bzip2-devel"],
  "cairo": ["libcairo2-dev", "cairo-dev", "cairo-devel"],
  "cmake": ["cmake", "cmake", "cmake"],
  "compiler": ["build-essential", "build-base", "gcc gcc-c++ make"],
  "curl": ["curl ca-certificates", "curl", "curl"],
  "curl-library": ["libcurl4-openssl-dev", "curl-dev", "libcurl-devel"],
  "eigen": ["libeigen3-dev", "eigen-dev", "eigen3-devel"],
  "expat": ["libexpat1-dev", "expat-dev", "expat-devel"],
  "fftw": ["libfftw3-dev", "fftw-dev", "fftw-devel"],
  "fortran": ["gfortran", "gfortran", "gcc-gfortran"],
  "gdal": ["libgdal-dev", "gdal-dev", "gdal-devel"],
  "git": ["git", "git", "git"],
  "gl": ["libgl1", "mesa-gl", "mesa-libGL"],
  "glib": ["libglib2.0-0", "glib", "glib2"],
  "glib-library": ["libglib2.0-dev", "glib-dev", "glib2-devel"],
  "gmp": ["libgmp-dev", "gmp-dev", "gmp-devel"],
  "graphviz": ["graphviz libgraphviz-dev", "graphviz graphviz-dev", "graphviz graphviz-devel"],
  "gsl": ["libgsl-dev", "gsl-dev", "gsl-devel"],
  "hdf5": ["libhdf5-dev", "hdf5-dev", "hdf5-devel"],
  "jpeg": ["libjpeg-dev", "libjpeg-turbo-dev", "libjpeg-turbo-devel"],
  "json-c": ["libjson-c-dev", "json-c-dev", "json-c-devel"],
  "ldap": ["libldap2-dev libsasl2-dev", "openldap-dev", "openldap-devel"],
  "lzma": ["liblzma-dev", "xz-dev", "xz-devel"],
  "magic": ["libmagic1", "libmagic", "file-libs"],
  "meson": ["meson ninja-build", "meson", "meson ninja-build"],
  "mpi": ["libopenmpi-dev openmpi-bin", "openmpi-dev", "openmpi-devel"],
  "mysql": ["default-libmysqlclient-dev", "mariadb-dev", "mariadb-connector-c-devel"],
  "ncurses": ["libncurses-dev", "ncurses-dev", "ncurses-devel"],
  "netcdf": ["libnetcdf-dev", "netcdf-dev", "netcdf-devel"],
  "node": ["nodejs npm", "nodejs npm", "nodejs npm"],
  "odbc": ["unixodbc", "unixodbc", "unixODBC"],
  "openssl": ["libssl-dev", "openssl-dev", "openssl-devel"],
  "pango": ["libpango-1.0-0 libpangoft2-1.0-0", "pango", "pango"],
  "pcre": ["libpcre2-dev", "pcre2-dev", "pcre2-devel"],
  "perl": ["perl", "perl", "perl"],
  "pkg-config": ["pkg-config", "pkgconf", "pkgconfig"],
  "png": ["libpng-dev", "libpng-dev", "libpng-devel"],
  "portaudio": ["portaudio19-dev", "portaudio-dev", "portaudio-devel"],
  "postgresql": ["libpq-dev", "libpq-dev", "libpq-devel"],
  "python": ["python3", "python3", "python3"],
  "python-headers": ["python3-dev", "python3-dev", "python3-devel"],
  "python-pip": ["python3-pip", "py3-pip", "python3-pip"],
  "python-venv": ["python3-venv", "-", "-"],
  "r": ["r-base-core", "R", "R-core"],
  "r-headers": ["r-base-dev", "R-dev", "R-core-devel"],
  "readline": ["libreadline-dev", "readline-dev", "readline-devel"],
  "sqlite": ["libsqlite3-dev", "sqlite-dev", "sqlite-devel"],
  "tesseract": ["tesseract-ocr", "tesseract-ocr", "tesseract"],
  "tiff": ["libtiff-dev", "tiff-dev", "libtiff-devel"],
  "uuid": ["uuid-dev", "util-linux-dev", "libuuid-devel"],
  "xml": ["libxml2-dev", "libxml2-dev", "libxml2-devel"],
  "yaml": ["libyaml-dev", "yaml-dev", "libyaml-devel"],
  "zlib": ["zlib1g-dev", "zlib-dev", "zlib-devel"],
};

/** Headers of libraries that are packages of their own, by the beginning of their names. */
const headers: readonly [pattern: RegExp, need: string][] = [
  [/^zlib\.h$/, "zlib"],
  [/^openssl\//, "openssl"],
  [/^curl\//, "curl-library"],
  [/^libxml(2)?\//, "xml"],
  [/^sqlite3\.h$/, "sqlite"],
  [/^png\.h$/, "png"],
  [/^(jpeglib|turbojpeg)\.h$/, "jpeg"],
  [/^tiff(io)?\.h$/, "tiff"],
  [/^(hdf5|H5\w+)\.h$/, "hdf5"],
  [/^netcdf(\.h|$)/, "netcdf"],
  [/^gsl\//, "gsl"],
  [/^fftw3/, "fftw"],
  [/^(cblas|lapacke?|openblas_config)\.h$/, "blas"],
  [/^boost\//, "boost"],
  [/^(Eigen|eigen3)\//, "eigen"],
  [/^readline\//, "readline"],
  [/^(n?curses|term)\.h$/, "ncurses"],
  [/^mpi\.h$/, "mpi"],
  [/^gmp(xx)?\.h$/, "gmp"],
  [/^bzlib\.h$/, "bzip2-library"],
  [/^lzma\.h$/, "lzma"],
  [/^yaml\.h$/, "yaml"],
  [/^json-c\//, "json-c"],
  [/^pcre2/, "pcre"],
  [/^expat\.h$/, "expat"],
  [/^glib(\.h|\/)/, "glib-library"],
  [/^uuid\//, "uuid"],
  [/^(libpq-fe|postgres)\.h$/, "postgresql"],
  [/^mysql(\.h|\/)/, "mysql"],
  [/^cairo/, "cairo"],
  [/^gdal/, "gdal"],
];

/** What a header asks for; undefined for one of the compiler's own and an unknown one. */
export function needOfHeader(header: string): string | undefined {
  return headers.find(([pattern]) => pattern.test(header))?.[1];
}

/** Package names, each once, for words such as `compiler` and `zlib`. */
export function systemPackages(manager: SystemManager, needs: Iterable<string>): string[] {
  const column = manager === "apt" ? 0 : manager === "apk" ? 1 : 2;
  const all = [...needs].flatMap((need) => names[need][column].split(" "));
  return [...new Set(all)].filter((name) => name !== "-");
}

/** The command line that installs system packages, asking nothing. */
export function installSystem(manager: SystemManager, packages: readonly string[]): string {
  const list = packages.join(" ");
  switch (manager) {
    case "apt":
      return `apt-get update && apt-get install -y ${list}`;
    case "apk":
      return `apk add ${list}`;
    case "zypper":
      return `zypper --non-interactive install ${list}`;
    default:
      return `${manager} install -y ${list}`;
  }
}
