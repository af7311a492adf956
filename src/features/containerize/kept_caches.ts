/**
 * Names below `.cache` of what a program needs to run and downloads there: models, browsers, data
 * sets. It comes again only where there is a network, and not always the same.
 */
const downloads =
  "huggingface|torch|transformers|sentence_transformers|clip|open_clip|whisper|diffusers|modelscope|" +
  "kagglehub|tfhub_modules|ultralytics|gpt4all|llama\\.cpp|nltk|spacy|stanza|argos-translate|" +
  "ms-playwright|puppeteer|Cypress|selenium|rod|electron|camoufox|calibre|R/AnnotationHub|" +
  "R/ExperimentHub|R/BiocFileCache|opencv|xfeatures2d|doctr|rembg|coqui|tts|insightface|timm";

const kept = new RegExp(`(^|/)\\.cache/(${downloads})(/|$)`);

/** True for a file that lies among caches, and yet is a result of work. */
export function isKeptCache(path: string): boolean {
  return kept.test(path);
}
