DROP INDEX number_by_words;
DROP FUNCTION number_phrase(text);
DROP FUNCTION number_words(text);
DROP FUNCTION number_parts(text);
