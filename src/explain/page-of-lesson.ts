import { say } from './block.js';
import type { Lesson } from './lesson.js';
import type { PageDocument } from './page.js';
import { headline, pages, type TellOptions } from './pages.js';

/** The lesson as one page to scroll through. */
export function pageOfLesson(lesson: Lesson, options: TellOptions): PageDocument {
  const { formula, facts } = headline(lesson, options);
  return {
    title: formula,
    intro: [say(facts.join(' · '))],
    sections: pages(lesson, { ...options, unicode: true }).map(({ name, of, title, formula: below, blocks }) => ({
      heading: `${name}/${of} ${title}`,
      ...(below && { formula: below }),
      blocks,
    })),
  };
}
