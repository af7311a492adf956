/** A kind of file that holds secrets, known by its path and mostly by what is in it. */
export interface SecretKind {
  /** Fits the path from the context's root. */
  path: RegExp;
  /** Paths that are none of the kind although they look like it. */
  not?: RegExp;
  /** Whether the beginning of the file holds one; the path alone is enough when left out. */
  holds?(text: string): boolean;
  what: string;
  /** The ignore line, for a folder that no image needs. */
  folder?: string;
  /** Files of this name are never wanted, wherever they are; else the line names the path. */
  isName?: boolean;
}

/** Any of the patterns. */
const anyOf = (...patterns: RegExp[]) => (text: string) =>
  patterns.some((pattern) => pattern.test(text));

const privateKey = anyOf(
  /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/,
  /^PuTTY-User-Key-File-\d/,
);

/**
 * What stands for a value that comes from elsewhere (`${TOKEN}`, `%TOKEN%`, `{{ token }}`), for one
 * that is encrypted, and for one of a manual.
 */
const open = String.raw`["']?(?:\$|%\w+%|\{\{|<|ENC\[|!vault|\S*EXAMPLE)`;

/** `NAME=value` or `NAME: value` with a value of its own. */
function setsValue(name: string): RegExp {
  return new RegExp(
    String.raw`^[^#;\n]*?(?:${name})["']?[ \t]*[=:][ \t]*(?!${open})["']?[^\s"',]`,
    "im",
  );
}

/** An address with a password of its own in it. */
const passwordInAddress = /\b[a-z][a-z0-9+.-]*:\/\/[^\s\/:@"'$]*:(?![$%{<])[^\s\/@"'$]+@/i;
/** An address whose user's name is long and random, as hosts of repositories take a token. */
const tokenInAddress = /\bhttps?:\/\/(?:gh[a-z]_|github_pat_|glpat-|[A-Za-z0-9_-]{20,}@)/i;

const tellingName = String
  .raw`\w*(?:password|passwd|passphrase|secret|token|(?:api|access|private|secret|signing)_?key)`;

/** An example, with what a person is to fill in. */
const example = /(?:^|[._-])(?:example|sample|template|dist|defaults?|schema|tpl)(?:[._-]|$)/i;

/** In the order in which they are tried. */
export const secretKinds: readonly SecretKind[] = [
  {
    path: /(?:^|\/)\.env(?:[.-][^/]+)?$/,
    not: example,
    holds: anyOf(/^[ \t]*(?:export[ \t]+)?[\w.-]+[ \t]*[=:][ \t]*\S/m),
    what: "variables of an environment",
    isName: true,
  },
  {
    path: /(?:^|\/)(?:[^/]+\.env|\.envrc)$/,
    not: example,
    holds: anyOf(setsValue(tellingName), passwordInAddress),
    what: "variables of an environment",
  },
  {
    path: /(?:^|\/)(?:id_[^/.]+|[^/]*_(?:rsa|dsa|ecdsa|ed25519))$/,
    holds: privateKey,
    what: "a private key of ssh",
    isName: true,
  },
  {
    path: /(?:^|[^a-z])key$|\.(?:pem|key|p8|pk8|ppk|crt|cer|cert|ovpn|asc|gpg)$/i,
    holds: privateKey,
    what: "a private key",
  },
  {
    path: /\.(?:p12|pfx|jks|keystore)$/,
    not: /(?:^|\/)[^/]*(?:trust|cacerts|debug\.)[^/]*$/i,
    what: "a store of private keys",
  },
  {
    path: /(?:^|\/)\.aws\/(?:credentials|config)$/,
    holds: anyOf(setsValue("aws_secret_access_key|aws_session_token")),
    what: "credentials of AWS",
    folder: "**/.aws",
  },
  {
    path: /(?:^|\/)\.azure\/(?:accessTokens|msal_token_cache|service_principal_entries)\.json$/,
    what: "credentials of Azure",
    folder: "**/.azure",
  },
  {
    path: /(?:^|\/)gcloud\/(?:credentials|access_tokens)\.db$/,
    what: "credentials of Google Cloud",
    folder: "**/gcloud",
  },
  {
    path: /\.json$/,
    holds: (text) =>
      /"type"\s*:\s*"service_account"/.test(text) &&
        /"private_key"\s*:\s*"-----BEGIN /.test(text) ||
      /"type"\s*:\s*"authorized_user"/.test(text) && /"refresh_token"\s*:\s*"[^"]/.test(text),
    what: "credentials of Google Cloud",
  },
  {
    path: /(?:^|\/)(?:[^/]*config[^/]*\.json|\.dockerconfigjson|\.dockercfg)$/,
    holds: (text) =>
      /"(?:auth|identitytoken|registrytoken)"\s*:\s*"[A-Za-z0-9+/=._-]{6,}"/.test(text),
    what: "logins of registries",
  },
  {
    path: /(?:^|\/)[._]netrc$/,
    holds: anyOf(/\bpassword\s+[^\s$]/),
    what: "passwords",
    isName: true,
  },
  {
    path: /(?:^|\/)\.git-credentials$/,
    holds: anyOf(passwordInAddress),
    what: "passwords",
    isName: true,
  },
  { path: /(?:^|\/)\.(?:pgpass|vault-token)$/, what: "passwords", isName: true },
  {
    path: /(?:^|\/)\.my\.cnf$/,
    holds: anyOf(setsValue("password")),
    what: "passwords",
    isName: true,
  },
  {
    path: /(?:^|\/)\.pypirc$/,
    holds: anyOf(setsValue("password"), passwordInAddress),
    what: "passwords",
    isName: true,
  },
  {
    path: /(?:^|\/)\.(?:npmrc|yarnrc|yarnrc\.yml)$/,
    holds: anyOf(
      setsValue("_authToken|_password|_auth|npmAuthToken|npmAuthIdent"),
      passwordInAddress,
    ),
    what: "a token of npm",
  },
  {
    path: /(?:^|\/)(?:pip\.(?:conf|ini)|\.condarc|uv\.toml|requirements[^/]*\.txt)$/,
    holds: anyOf(passwordInAddress),
    what: "a password of an index",
  },
  {
    path: /(?:^|\/)(?:\.cargo|\.gem)\/credentials(?:\.toml)?$|(?:^|\/)\.config\/gh\/hosts\.yml$/,
    holds: anyOf(setsValue("token|oauth_token|\\w*api_key")),
    what: "a token",
  },
  { path: /(?:^|\/)\.?huggingface\/(?:token|stored_tokens)$/, what: "a token of Hugging Face" },
  {
    path: /(?:^|\/)kaggle\.json$/,
    holds: anyOf(/"key"\s*:\s*"[^"]/),
    what: "a token of Kaggle",
  },
  {
    path: /(?:^|\/)(?:\.streamlit\/)?secrets?\.(?:toml|ya?ml|json|ini)$/,
    holds: anyOf(setsValue(tellingName), passwordInAddress, /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY/),
    what: "passwords or tokens",
  },
  {
    path: /(?:^|\/)config\/(?:master|credentials\/[^/]+)\.key$/,
    what: "the key to encrypted settings",
  },
  {
    path: /(?:^|\/)\.git\/(?:modules\/.+\/)?config$/,
    holds: anyOf(passwordInAddress, tokenInAddress, /extraheader\s*=\s*.*authorization/i),
    what: "a token of the repository's server",
    folder: "**/.git",
  },
  {
    path: /(?:^|\/)(?:\.kube\/config|[^/]*kubeconfig[^/]*)$/,
    holds: anyOf(setsValue("client-key-data|token|id-token|refresh-token|password")),
    what: "credentials of a cluster",
  },
  { path: /\.tfstate(?:\.backup|\.\d+\.backup)?$/, what: "state that holds secrets" },
];

const anyKind = new RegExp(secretKinds.map(({ path }) => path.source).join("|"), "i");

/** A quick look at a path, which lets nearly all others pass. */
export function mayHoldSecret(path: string): boolean {
  return anyKind.test(path);
}
