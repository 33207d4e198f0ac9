/*
 * Words, literals and punctuation of EventFluxQL (language reference, section 1).
 *
 * Nothing is refused here: what cannot be a token comes out as one of the tokens of the last section, so that the compiler
 * can say what is wrong with it and where.
 */
lexer grammar EventFluxQLLexer;

options {
    caseInsensitive = true;
}

// ---- Words that need back-ticks when they are used as names inside an expression (1.1).

SELECT : 'SELECT';
FROM : 'FROM';
WHERE : 'WHERE';
GROUP : 'GROUP';
HAVING : 'HAVING';
ORDER : 'ORDER';
LIMIT : 'LIMIT';
OFFSET : 'OFFSET';
OUTPUT : 'OUTPUT';
INSERT : 'INSERT';
UPDATE : 'UPDATE';
DELETE : 'DELETE';
UPSERT : 'UPSERT';
UNION : 'UNION';
ON : 'ON';
JOIN : 'JOIN';
AS : 'AS';
AND : 'AND';
OR : 'OR';
NOT : 'NOT';
IN : 'IN';
IS : 'IS';
NULL : 'NULL';
TRUE : 'TRUE';
FALSE : 'FALSE';
CASE : 'CASE';
WHEN : 'WHEN';
THEN : 'THEN';
ELSE : 'ELSE';
END : 'END';
BETWEEN : 'BETWEEN';
LIKE : 'LIKE';
EXISTS : 'EXISTS';
WITHIN : 'WITHIN';
PER : 'PER';
EMIT : 'EMIT';
RETURN : 'RETURN';
SET : 'SET';

// ---- Words that may be used as names wherever a name may stand.

AFTER : 'AFTER';
AGGREGATE : 'AGGREGATE';
AGGREGATION : 'AGGREGATION';
ALL : 'ALL';
ARRAY : 'ARRAY';
ASC : 'ASC';
AT : 'AT';
BEGIN : 'BEGIN';
BOTH : 'BOTH';
BY : 'BY';
CAST : 'CAST';
CEIL : 'CEIL';
CEILING : 'CEILING';
CHANGES : 'CHANGES';
CLOSE : 'CLOSE';
CONFLICT : 'CONFLICT';
CREATE : 'CREATE';
CRON : 'CRON';
CROSS : 'CROSS';
CUBE : 'CUBE';
CURRENT : 'CURRENT';
DATE : 'DATE';
DEFAULT : 'DEFAULT';
DEFINE : 'DEFINE';
DESC : 'DESC';
DESCRIPTOR : 'DESCRIPTOR';
DISTINCT : 'DISTINCT';
DO : 'DO';
DOUBLE : 'DOUBLE';
DROP : 'DROP';
EMPTY : 'EMPTY';
ERROR : 'ERROR';
ESCAPE : 'ESCAPE';
EVENTS : 'EVENTS';
EVERY : 'EVERY';
EXCEPT : 'EXCEPT';
EXPIRED : 'EXPIRED';
EXPLAIN : 'EXPLAIN';
EXTRACT : 'EXTRACT';
FETCH : 'FETCH';
FILTER : 'FILTER';
FINAL : 'FINAL';
FIRST : 'FIRST';
FLOOR : 'FLOOR';
FOLLOWING : 'FOLLOWING';
FOR : 'FOR';
FULL : 'FULL';
FUNCTION : 'FUNCTION';
GROUPING : 'GROUPING';
IF : 'IF';
IGNORE : 'IGNORE';
INDEX : 'INDEX';
INNER : 'INNER';
INTERSECT : 'INTERSECT';
INTERVAL : 'INTERVAL';
INTO : 'INTO';
JSON : 'JSON';
JSON_EXISTS : 'JSON_EXISTS';
JSON_OBJECT : 'JSON_OBJECT';
JSON_QUERY : 'JSON_QUERY';
JSON_VALUE : 'JSON_VALUE';
KEY : 'KEY';
LANGUAGE : 'LANGUAGE';
LAST : 'LAST';
LATERAL : 'LATERAL';
LEADING : 'LEADING';
LEFT : 'LEFT';
MAP : 'MAP';
MATCH : 'MATCH';
MATCHED : 'MATCHED';
MATCHES : 'MATCHES';
MATCH_RECOGNIZE : 'MATCH_RECOGNIZE';
MEASURES : 'MEASURES';
MERGE : 'MERGE';
NEXT : 'NEXT';
NOTHING : 'NOTHING';
NULLS : 'NULLS';
OF : 'OF';
OMIT : 'OMIT';
ONE : 'ONE';
ONLY : 'ONLY';
ORDINALITY : 'ORDINALITY';
OUTER : 'OUTER';
OVER : 'OVER';
PARTITION : 'PARTITION';
PAST : 'PAST';
PATTERN : 'PATTERN';
PERMUTE : 'PERMUTE';
POSITION : 'POSITION';
PRECEDING : 'PRECEDING';
PRECISION : 'PRECISION';
PRIMARY : 'PRIMARY';
PROCTIME : 'PROCTIME';
RANGE : 'RANGE';
RECURSIVE : 'RECURSIVE';
REPLACE : 'REPLACE';
RETURNING : 'RETURNING';
RETURNS : 'RETURNS';
RIGHT : 'RIGHT';
ROLLUP : 'ROLLUP';
ROW : 'ROW';
ROWS : 'ROWS';
RUNNING : 'RUNNING';
SEQUENCE : 'SEQUENCE';
SETS : 'SETS';
SHOW : 'SHOW';
SIMILAR : 'SIMILAR';
SKIP_ : 'SKIP';
SNAPSHOT : 'SNAPSHOT';
START : 'START';
STREAM : 'STREAM';
STRUCT : 'STRUCT';
SUBSET : 'SUBSET';
SUBSTRING : 'SUBSTRING';
SYSTEM_TIME : 'SYSTEM_TIME';
TABLE : 'TABLE';
TIME : 'TIME';
TIMESTAMP : 'TIMESTAMP';
TO : 'TO';
TRAILING : 'TRAILING';
TRIGGER : 'TRIGGER';
TRIM : 'TRIM';
TRUNCATE : 'TRUNCATE';
TRY_CAST : 'TRY_CAST';
UNBOUNDED : 'UNBOUNDED';
UNIDIRECTIONAL : 'UNIDIRECTIONAL';
UNKNOWN : 'UNKNOWN';
UNMATCHED : 'UNMATCHED';
UNNEST : 'UNNEST';
USING : 'USING';
VALUE : 'VALUE';
VALUES : 'VALUES';
VIEW : 'VIEW';
WATERMARK : 'WATERMARK';
WINDOW : 'WINDOW';
WITH : 'WITH';

// Units of time literals (1.4). One token, because a unit stands where any unit may stand.
TIME_UNIT
    : 'years' | 'year' | 'months' | 'month' | 'weeks' | 'week' | 'days' | 'day' | 'd' | 'hours' | 'hour' | 'h'
    | 'minutes' | 'minute' | 'mins' | 'min' | 'm' | 'seconds' | 'second' | 'secs' | 'sec' | 's'
    | 'milliseconds' | 'millisecond' | 'millisecs' | 'millisec' | 'ms'
    ;

// ---- Names and literals.

BINARY_LITERAL : 'x' '\'' ~['\r\n]* '\'';
IDENTIFIER : [a-z_] [a-z0-9_]*;
QUOTED_IDENTIFIER : '`' ( ~[`\r\n] | '``' )+ '`';

// Without a token of its own the number of "10days" would be the double 10d.
DAY_COUNT : DIGITS 'day' 's'?;
LONG_NUMBER : DIGITS 'l';
FLOAT_NUMBER : ( DIGITS ( '.' DIGITS? )? | '.' DIGITS ) EXPONENT? 'f';
DOUBLE_NUMBER
    : ( DIGITS '.' DIGITS | '.' DIGITS ) EXPONENT? 'd'?
    | DIGITS EXPONENT 'd'?
    | DIGITS '.'? 'd'
    ;
INTEGER : DIGITS;

TRIPLE_STRING : '"""' .*? '"""';
SINGLE_STRING : '\'' ( ~['\r\n] | '\'\'' )* '\'';
// The first character is no quote, because three quotes start the form above.
DOUBLE_STRING : '""' | '"' ~["\r\n] ( ~["\r\n] | '""' )* '"';

fragment DIGITS : [0-9]+;
fragment EXPONENT : 'e' [+-]? DIGITS;

// ---- Punctuation.

ARROW : '->';
NAMED : '=>';
ELLIPSIS : '...';
EQUAL : '=' | '==';
NOT_EQUAL : '!=' | '<>';
LESS_OR_EQUAL : '<=';
GREATER_OR_EQUAL : '>=';
LESS : '<';
GREATER : '>';
CONCAT : '||';
PLUS : '+';
MINUS : '-';
STAR : '*';
SLASH : '/';
PERCENT : '%';
LEFT_PAREN : '(';
RIGHT_PAREN : ')';
LEFT_BRACKET : '[';
RIGHT_BRACKET : ']';
LEFT_EXCLUSION : '{-';
RIGHT_EXCLUSION : '-}';
LEFT_BRACE : '{';
RIGHT_BRACE : '}';
COMMA : ',';
SEMICOLON : ';';
COLON : ':';
DOT : '.';
HASH : '#';
BANG : '!';
AT_SIGN : '@';
BAR : '|';
CARET : '^';
DOLLAR : '$';
QUESTION : '?';

// ---- Between tokens.

// What Unicode calls White_Space, and the byte order mark, which editors leave at the start of a file.
WHITESPACE
    : [ \t\r\n\u000B\f\u0085\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000\uFEFF]+ -> channel(HIDDEN)
    ;
LINE_COMMENT : '--' ~[\r\n]* -> channel(HIDDEN);
BLOCK_COMMENT : '/*' .*? '*/' -> channel(HIDDEN);

// ---- What is no token, up to where it goes wrong.

// Each of these is written so that it cannot match when the closed form above does.
UNTERMINATED_COMMENT : '/*' ( '*'* ~[*/] | '/' )* '*'* EOF -> channel(HIDDEN);
UNTERMINATED_TRIPLE_STRING : '"""' ( '"'? '"'? ~'"' )* '"'? '"'? EOF;
UNTERMINATED_STRING
    : '\'' ( ~['\r\n] | '\'\'' )*
    | '"' ( ~["\r\n] ( ~["\r\n] | '""' )* )?
    ;
UNTERMINATED_NAME : '`' ( ~[`\r\n] | '``' )*;
EMPTY_NAME : '``';
BAD_NUMBER : DIGITS '.' | ( DIGITS ( '.' DIGITS? )? | '.' DIGITS ) 'e' [+-]?;
UNKNOWN_CHARACTER : .;
