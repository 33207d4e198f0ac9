/*
 * Statements of EventFluxQL (language reference, section 10), both dialects. The grammar has the shape of the whole language; what
 * is not built yet is refused behind it, by name.
 *
 * Notes for readers and changers:
 *  - No actions and no predicates. No left recursion either: chains are loops, so their length costs no stack.
 *  - The compiler parses one statementUnit after the other; an error ends its unit only.
 *  - When two alternatives match the same text the first one wins. Such places are marked "first wins".
 *  - Error messages are made from rule names: see ExpectedTokens in the compiler before renaming or inlining a rule.
 */
parser grammar EventFluxQLParser;

options {
    tokenVocab = EventFluxQLLexer;
}

// ======================================================================== App

// Annotations without a statement can only be @app annotations; the compiler checks that.
statementUnit
    : annotation* statement ( SEMICOLON | EOF )
    | annotation+ EOF
    | SEMICOLON
    ;

onDemandUnit
    : onDemandQuery SEMICOLON? EOF
    ;

// INSERT INTO T VALUES (..) is read as a query over constant rows; the compiler tells them apart.
statement
    : definition
    | query
    | partition
    | tableStatement
    | explain
    | drop
    ;

// Both ask something of an app that runs; the compiler refuses them in the text of one.
explain
    : EXPLAIN query
    ;

drop
    : DROP definitionKind ( IF EXISTS )? anyName
    ;

annotation
    : AT_SIGN annotationName annotationBody?
    ;

annotationName
    : anyWord ( ( COLON | DOT ) anyWord )*
    ;

annotationBody
    : LEFT_PAREN ( annotationItem ( COMMA annotationItem )* )? RIGHT_PAREN
    ;

annotationItem
    : annotation
    | ( optionKey EQUAL )? optionValue
    ;

optionKey
    : anyWord ( ( DOT | MINUS | COLON ) anyWord )*
    | string
    ;

optionValue
    : string
    | timeLiteral
    | MINUS? number
    | TRUE
    | FALSE
    ;

// ======================================================================== Definitions

definition
    : ( DEFINE | CREATE ( OR REPLACE )? ) definitionBody
    ;

definitionBody
    : streamDefinition
    | streamFromQuery
    | tableDefinition
    | windowDefinition
    | triggerDefinition
    | functionDefinition
    | aggregationDefinition
    | viewDefinition
    | indexDefinition
    ;

definitionKind
    : STREAM
    | TABLE
    | WINDOW
    | TRIGGER
    | FUNCTION
    | AGGREGATION
    | VIEW
    | INDEX
    ;

streamDefinition
    : STREAM definedName columns with?
    ;

streamFromQuery
    : STREAM definedName with? AS selectQuery
    ;

tableDefinition
    : TABLE definedName columns with?
    ;

windowDefinition
    : WINDOW definedName columns AS? windowCall ( OUTPUT eventKind )? with?
    ;

triggerDefinition
    : TRIGGER definedName AT firing
    ;

functionDefinition
    : FUNCTION definedName LEFT_BRACKET anyName RIGHT_BRACKET RETURN type rawBody
    | FUNCTION definedName LEFT_PAREN ( field ( COMMA field )* )? RIGHT_PAREN RETURNS type LANGUAGE anyName AS string
    ;

aggregationDefinition
    : AGGREGATION definedName FROM source select? groupBy? aggregateEvery
    | AGGREGATION definedName AS select FROM source where? groupBy? aggregateEvery
    ;

viewDefinition
    : VIEW definedName nameList? AS selectQuery
    ;

indexDefinition
    : INDEX definedName ON anyName nameList
    ;

definedName
    : ( IF NOT EXISTS )? anyName
    ;

columns
    : LEFT_PAREN ( column ( COMMA column )* )? RIGHT_PAREN
    ;

column
    : PRIMARY KEY nameList
    | INDEX nameList
    | WATERMARK FOR anyName AS expression
    | anyName type columnOption*
    ;

columnOption
    : PRIMARY KEY
    | NOT NULL
    | NULL
    | DEFAULT MINUS? constant
    ;

with
    : WITH LEFT_PAREN option ( COMMA option )* RIGHT_PAREN
    ;

option
    : optionKey EQUAL optionValue
    ;

firing
    : EVERY duration
    | START
    | CRON string
    | string
    ;

aggregateEvery
    : AGGREGATE ( BY anyName )? EVERY TIME_UNIT ( ( ELLIPSIS | TO ) TIME_UNIT | ( COMMA TIME_UNIT )* )
    ;

type
    : simpleType ARRAY*
    ;

simpleType
    : DOUBLE PRECISION
    | ARRAY LESS type GREATER
    | MAP LESS type COMMA type GREATER
    | ( ROW | STRUCT ) ( LEFT_PAREN field ( COMMA field )* RIGHT_PAREN | LESS field ( COMMA field )* GREATER )
    | INTERVAL ( TIME_UNIT ( TO TIME_UNIT )? )?
    | anyWord ( LEFT_PAREN INTEGER ( COMMA INTEGER )* RIGHT_PAREN )?
    ;

field
    : anyName type
    ;

nameList
    : LEFT_PAREN anyName ( COMMA anyName )* RIGHT_PAREN
    ;

// The body of a script: any tokens with balanced braces. The compiler takes the text between them as it is.
rawBody
    : ( LEFT_BRACE | LEFT_EXCLUSION ) rawPart* ( RIGHT_BRACE | RIGHT_EXCLUSION )
    ;

rawPart
    : ~( LEFT_BRACE | LEFT_EXCLUSION | RIGHT_BRACE | RIGHT_EXCLUSION )
    | rawBody
    ;

// ======================================================================== Queries

query
    : commonTables?
      ( FROM source rest ( select rest )? emit? outputRate? ( target onConflict? )?
      | target commonTables? plainQuery outputRate? onConflict?
      | plainQuery outputRate? ( target onConflict? outputRate? )?
      )
    ;

setOperator
    : UNION ALL?
    | INTERSECT
    | EXCEPT
    ;

selectQuery
    : commonTables? plainQuery
    ;

plainQuery
    : selectCore ( setOperator selectCore )* orderAndLimit emit?
    ;

selectCore
    : selectBody
    | LEFT_PAREN selectQuery RIGHT_PAREN
    | VALUES row ( COMMA row )*
    ;

selectBody
    : select FROM source conditions
    ;

commonTables
    : WITH RECURSIVE? commonTable ( COMMA commonTable )*
    ;

commonTable
    : anyName nameList? AS LEFT_PAREN selectQuery RIGHT_PAREN
    ;

select
    : SELECT ( ALL | DISTINCT )? selectItem ( COMMA selectItem )*
    ;

selectItem
    : STAR
    | bareName DOT STAR
    | expression selectAlias?
    ;

selectAlias
    : AS anyName
    | bareName
    ;

rest
    : conditions orderAndLimit
    ;

conditions
    : where? groupBy? having? namedWindows?
    ;

where
    : WHERE condition
    ;

groupBy
    : GROUP BY groupItem ( COMMA groupItem )*
    ;

groupItem
    : ( ROLLUP | CUBE ) LEFT_PAREN expression ( COMMA expression )* RIGHT_PAREN
    | GROUPING SETS LEFT_PAREN groupingSet ( COMMA groupingSet )* RIGHT_PAREN
    | expression
    ;

groupingSet
    : LEFT_PAREN ( expression ( COMMA expression )* )? RIGHT_PAREN
    | expression
    ;

having
    : HAVING condition
    ;

namedWindows
    : WINDOW bareName AS overSpec ( COMMA bareName AS overSpec )*
    ;

orderAndLimit
    : ( ORDER BY sortItem ( COMMA sortItem )* )? ( LIMIT expression ( COMMA expression )? )? ( OFFSET expression )? ( FETCH FIRST expression ROWS ONLY )?
    ;

sortItem
    : expression ( ASC | DESC )? ( NULLS ( FIRST | LAST ) )?
    ;

emit
    : EMIT ( ON CLOSE | ON UPDATE | FINAL | CHANGES | EVERY duration | AFTER duration )
    ;

outputRate
    : OUTPUT ( ALL | FIRST | LAST | SNAPSHOT )? EVERY ( INTEGER EVENTS | duration )
    ;

eventKind
    : ( CURRENT | EXPIRED | ALL ) EVENTS
    ;

target
    : insert
    | UPDATE OR INSERT INTO anyName forEvents? set? ON condition
    | UPDATE anyName forEvents? set? ON condition
    | DELETE anyName forEvents? ON condition
    | RETURN eventKind?
    ;

insert
    : INSERT eventKind? INTO targetName nameList?
    | ( INSERT OR REPLACE | REPLACE ) INTO targetName nameList?
    ;

onConflict
    : ON CONFLICT nameList? DO ( NOTHING | UPDATE set )
    ;

forEvents
    : FOR eventKind
    ;

set
    : SET assignment ( COMMA assignment )*
    ;

assignment
    : anyName ( DOT anyName )? EQUAL expression
    ;

targetName
    : ( HASH | BANG )? sourceName
    ;

// ======================================================================== Sources

// A single stream is also a pattern of one element, and a comma list also a sequence: first wins. In the classic order the compiler
// reads a comma list of bare streams as a sequence.
source
    : join
    | pattern
    ;

join
    : joinSide joinStep* ( WITHIN expression ( COMMA expression )? )? ( PER expression )?
    ;

joinStep
    : joinOperator joinSide ( ON condition | USING nameList )?
    ;

joinOperator
    : COMMA
    | CROSS JOIN
    | INNER? JOIN
    | ( LEFT | RIGHT | FULL ) OUTER? JOIN
    ;

joinSide
    : single UNIDIRECTIONAL? ( FOR SYSTEM_TIME AS OF expression alias? )?
    ;

single
    : primarySource handler* alias? windowClause? alias?
    ;

primarySource
    : TABLE LEFT_PAREN tableFunction RIGHT_PAREN
    | tableFunction
    | UNNEST LEFT_PAREN expression RIGHT_PAREN ( WITH ORDINALITY )? columnAlias?
    | LATERAL? LEFT_PAREN selectQuery RIGHT_PAREN ( matchRecognize | columnAlias )?
    | streamName matchRecognize?
    ;

alias
    : AS anyName
    ;

columnAlias
    : AS anyName nameList
    ;

streamName
    : ( HASH | BANG )? sourceName
    ;

// The first argument tells it from PATTERN (e1=A, e2=B).
tableFunction
    : bareName LEFT_PAREN ( tableFunctionInput | namedArgument ) ( COMMA ( tableFunctionInput | argument ) )* RIGHT_PAREN
    ;

namedArgument
    : anyWord NAMED expression
    ;

tableFunctionInput
    : ( anyName NAMED )? ( tableArgument | descriptor )
    ;

tableArgument
    : TABLE anyName ( PARTITION BY expression ( COMMA expression )* )?
    ;

descriptor
    : DESCRIPTOR LEFT_PAREN ( PROCTIME LEFT_PAREN RIGHT_PAREN | anyName ) RIGHT_PAREN
    ;

handler
    : HASH? LEFT_BRACKET condition RIGHT_BRACKET
    | HASH WINDOW ( DOT | COLON ) ( anyWord COLON )? anyWord arguments?
    | HASH ( namespace ( COLON | DOT ) )? anyWord arguments?
    ;

windowClause
    : WINDOW ( windowCall | LEFT_PAREN string ( COMMA argument )* RIGHT_PAREN )
    ;

windowCall
    : ( anyWord COLON )? anyWord arguments?
    ;

arguments
    : LEFT_PAREN ( STAR | bareName DOT STAR | DISTINCT? argument ( COMMA argument )* )? RIGHT_PAREN
    ;

argument
    : ( anyWord NAMED )? expression
    ;

overSpec
    : LEFT_PAREN ( PARTITION BY expression ( COMMA expression )* )? ( ORDER BY sortItem ( COMMA sortItem )* )? frame? RIGHT_PAREN
    ;

frame
    : ( ROWS | RANGE ) ( BETWEEN frameBound AND frameBound | frameBound )
    ;

frameBound
    : UNBOUNDED ( PRECEDING | FOLLOWING )
    | CURRENT ROW
    | duration ( PRECEDING | FOLLOWING )
    ;

// ======================================================================== Patterns

pattern
    : ( PATTERN | SEQUENCE ) LEFT_PAREN patternChain within? RIGHT_PAREN within? alias? ( PARTITION BY anyName ( COMMA anyName )* )?
    | patternChain within?
    ;

patternChain
    : patternStep ( ( ARROW | COMMA ) patternStep )*
    ;

// "(A)" and "(A and B)" are a group and also an operand: first wins, and both mean the same.
patternStep
    : EVERY? ( LEFT_PAREN patternChain RIGHT_PAREN count? | logicalStep )
    ;

logicalStep
    : patternOperand ( ( AND patternOperand )+ | ( OR patternOperand )+ )?
    ;

patternOperand
    : eventElement
    | absentElement
    | LEFT_PAREN logicalStep RIGHT_PAREN
    ;

eventElement
    : ( bareName EQUAL )? streamName ( handler | count )* alias?
    ;

absentElement
    : NOT ( eventElement | LEFT_PAREN eventElement RIGHT_PAREN ) ( FOR duration )?
    ;

count
    : LESS INTEGER? ( COLON INTEGER? )? GREATER
    | LEFT_BRACE INTEGER? ( COMMA INTEGER? )? RIGHT_BRACE
    | PLUS
    | STAR
    | QUESTION
    ;

within
    : WITHIN ( INTEGER EVENTS | duration )
    ;

matchRecognize
    : MATCH_RECOGNIZE LEFT_PAREN
        ( PARTITION BY expression ( COMMA expression )* )?
        ( ORDER BY sortItem ( COMMA sortItem )* )?
        ( MEASURES measure ( COMMA measure )* )?
        ( ONE ROW PER MATCH | ALL ROWS PER MATCH ( ( SHOW | OMIT ) EMPTY MATCHES | WITH UNMATCHED ROWS )? )?
        ( AFTER MATCH SKIP_ ( PAST LAST ROW | TO NEXT ROW | TO ( FIRST | LAST )? anyName ) )?
        PATTERN LEFT_PAREN rowAlternatives RIGHT_PAREN ( WITHIN duration )?
        ( SUBSET rowSubset ( COMMA rowSubset )* )?
        ( DEFINE rowDefinition ( COMMA rowDefinition )* )?
      RIGHT_PAREN
    ;

measure
    : expression AS anyName
    ;

rowSubset
    : anyName EQUAL nameList
    ;

rowDefinition
    : anyName AS condition
    ;

rowAlternatives
    : rowSequence ( BAR rowSequence )*
    ;

rowSequence
    : ( rowAtom rowQuantifier? )*
    ;

rowAtom
    : PERMUTE LEFT_PAREN rowAlternatives ( COMMA rowAlternatives )* RIGHT_PAREN
    | bareName
    | LEFT_PAREN rowAlternatives RIGHT_PAREN
    | LEFT_EXCLUSION rowAlternatives RIGHT_EXCLUSION
    | CARET
    | DOLLAR
    ;

rowQuantifier
    : ( STAR | PLUS | QUESTION | LEFT_BRACE INTEGER? ( COMMA INTEGER? )? RIGHT_BRACE ) QUESTION?
    ;

// ======================================================================== Partitions, table statements

// As between statements, a semicolon more does no harm; a partition without a query is refused by the compiler.
partition
    : PARTITION ( WITH LEFT_PAREN partitionKey ( COMMA partitionKey )* RIGHT_PAREN | BY partitionKey ( COMMA partitionKey )* )
      BEGIN SEMICOLON* ( partitionStatement ( SEMICOLON+ partitionStatement )* SEMICOLON* )? END
    ;

// Only queries may stand in a partition; others are read so that they can be refused by name.
partitionStatement
    : annotation* ( query | definition | tableStatement | partition )
    ;

partitionKey
    : condition AS string ( OR condition AS string )* OF sourceName
    | expression OF sourceName
    ;

tableStatement
    : UPDATE anyName ( AS? anyName )? set ( FROM source )? where?
    | DELETE FROM anyName ( USING source )? where?
    | UPSERT INTO anyName nameList? selectQuery ( ON condition )?
    | MERGE INTO anyName ( AS? bareName )? USING source ON condition mergeBranch+
    | TRUNCATE TABLE anyName
    ;

mergeBranch
    : WHEN NOT? MATCHED ( AND condition )? THEN ( UPDATE set | DELETE | INSERT nameList? VALUES row )
    ;

insertValues
    : INSERT INTO targetName nameList? VALUES row ( COMMA row )* onConflict?
    ;

row
    : LEFT_PAREN expression ( COMMA expression )* RIGHT_PAREN
    ;

onDemandQuery
    : FROM sourceName ( ON condition )? ( WITHIN expression ( COMMA expression )? )? ( PER expression )? rest ( select rest )? target?
    | select? target
    | selectQuery
    | tableStatement
    | insertValues
    | explain
    | drop
    ;

// ======================================================================== Expressions

// A rule of its own, so that messages can say "a condition".
condition
    : expression
    ;

expression
    : conjunction ( OR conjunction )*
    ;

conjunction
    : negation ( AND negation )*
    ;

negation
    : NOT? predicate
    ;

predicate
    : EXISTS LEFT_PAREN selectQuery RIGHT_PAREN
    | additive predicateTail?
    ;

predicateTail
    : ( EQUAL | NOT_EQUAL | LESS | LESS_OR_EQUAL | GREATER | GREATER_OR_EQUAL ) additive
    | IS NOT? ( NULL | TRUE | FALSE | UNKNOWN | JSON | DISTINCT FROM additive )
    | NOT? BETWEEN additive AND additive
    | NOT? LIKE additive ( ESCAPE string )?
    | NOT? SIMILAR TO additive
    | NOT? IN ( LEFT_PAREN ( selectQuery | expression ( COMMA expression )* ) RIGHT_PAREN | sourceName )
    ;

additive
    : multiplicative ( ( PLUS | MINUS | CONCAT ) multiplicative )*
    ;

multiplicative
    : unary ( ( STAR | SLASH | PERCENT ) unary )*
    ;

unary
    : ( PLUS | MINUS )? postfix
    ;

postfix
    : primary suffix*
    ;

// "x[last]" counts from the end of a pattern element: first wins over a column named "last".
suffix
    : DOT anyName
    | LEFT_BRACKET LAST ( MINUS INTEGER )? RIGHT_BRACKET
    | LEFT_BRACKET expression RIGHT_BRACKET
    ;

// CAST(..) and the special functions are function calls as well: first wins.
primary
    : constant
    | caseExpression
    | ( CAST | TRY_CAST ) LEFT_PAREN expression AS type RIGHT_PAREN
    | ( ARRAY | MAP ) LEFT_BRACKET ( expression ( COMMA expression )* )? RIGHT_BRACKET
    | ROW row
    | specialFunction
    | functionCall
    | ( HASH | BANG )? bareName
    | LEFT_PAREN selectQuery RIGHT_PAREN
    | LEFT_PAREN expression RIGHT_PAREN
    ;

caseExpression
    : CASE expression? caseBranch+ ( ELSE expression )? END
    ;

caseBranch
    : WHEN expression THEN expression
    ;

functionCall
    : ( RUNNING | FINAL )? ( bareName COLON namespacedName | ( bareName DOT )? functionName ) arguments
      ( FILTER LEFT_PAREN WHERE condition RIGHT_PAREN )? ( IGNORE NULLS )? ( OVER ( bareName | overSpec ) )?
    ;

specialFunction
    : EXTRACT LEFT_PAREN bareName FROM expression RIGHT_PAREN
    | TRIM LEFT_PAREN ( LEADING | TRAILING | BOTH )? additive? FROM expression RIGHT_PAREN
    | SUBSTRING LEFT_PAREN expression FROM expression ( FOR expression )? RIGHT_PAREN
    | POSITION LEFT_PAREN additive IN additive RIGHT_PAREN
    | ( FLOOR | CEIL | CEILING ) LEFT_PAREN expression TO bareName RIGHT_PAREN
    | ( JSON_VALUE | JSON_QUERY | JSON_EXISTS ) LEFT_PAREN expression COMMA expression jsonClause+ RIGHT_PAREN
    | JSON_OBJECT LEFT_PAREN KEY expression VALUE expression ( COMMA KEY expression VALUE expression )* RIGHT_PAREN
    ;

jsonClause
    : RETURNING type
    | ( NULL | ERROR | DEFAULT expression ) ON ( EMPTY | ERROR )
    ;

constant
    : timeLiteral
    | number
    | string
    | BINARY_LITERAL
    | TRUE
    | FALSE
    | NULL
    | interval
    | ( DATE | TIME | TIMESTAMP ) string
    ;

number
    : INTEGER
    | LONG_NUMBER
    | FLOAT_NUMBER
    | DOUBLE_NUMBER
    ;

string
    : SINGLE_STRING
    | DOUBLE_STRING
    | TRIPLE_STRING
    ;

timeLiteral
    : ( INTEGER TIME_UNIT | DAY_COUNT )+
    ;

interval
    : INTERVAL ( string | INTEGER ) TIME_UNIT ( TO TIME_UNIT )?
    ;

duration
    : timeLiteral
    | interval
    | INTEGER
    ;

// ======================================================================== Names

// Where only a name may stand: every word, and a name in double quotes.
anyName
    : anyWord
    | DOUBLE_STRING
    ;

anyWord
    : bareName
    | reservedWord
    ;

// Behind FROM and INTO, where some reserved words would hide the rest of the statement.
sourceName
    : bareName
    | DOUBLE_STRING
    | GROUP | HAVING | ORDER | LIMIT | OFFSET | OUTPUT | INSERT | UPDATE | DELETE
    | UPSERT | UNION | CASE | WHEN | THEN | ELSE | END | BETWEEN | LIKE
    | EXISTS | WITHIN | PER | EMIT | RETURN | SET
    ;

bareName
    : IDENTIFIER
    | QUOTED_IDENTIFIER
    | TIME_UNIT
    | DESCRIPTOR
    | softWord
    ;

// In front of "(", DESCRIPTOR, CUBE, ROLLUP, ROW and VALUES are no functions. So no text has to be read to its end to tell.
functionName
    : IDENTIFIER
    | QUOTED_IDENTIFIER
    | TIME_UNIT
    | plainWord
    | WINDOW
    | AND
    | OR
    | LIKE
    | SET
    ;

// Behind a colon nothing but a function can stand: regex:group, map:values.
namespacedName
    : functionName
    | GROUP
    | VALUES
    ;

// "#window.x" is a window.
namespace
    : IDENTIFIER
    | QUOTED_IDENTIFIER
    | TIME_UNIT
    | DESCRIPTOR
    | CUBE
    | ROLLUP
    | ROW
    | VALUES
    | plainWord
    | reservedWord
    ;

softWord
    : CUBE
    | ROLLUP
    | ROW
    | VALUES
    | WINDOW
    | plainWord
    ;

plainWord
    : AFTER | AGGREGATE | AGGREGATION | ALL | ARRAY | ASC | AT | BEGIN | BOTH
    | BY | CAST | CEIL | CEILING | CHANGES | CLOSE | CONFLICT | CREATE | CRON
    | CROSS | CURRENT | DATE | DEFAULT | DEFINE | DESC | DISTINCT | DO
    | DOUBLE | DROP | EMPTY | ERROR | ESCAPE | EVENTS | EVERY | EXCEPT | EXPIRED
    | EXPLAIN | EXTRACT | FETCH | FILTER | FINAL | FIRST | FLOOR | FOLLOWING | FOR
    | FULL | FUNCTION | GROUPING | IF | IGNORE | INDEX | INNER | INTERSECT | INTERVAL
    | INTO | JSON | JSON_EXISTS | JSON_OBJECT | JSON_QUERY | JSON_VALUE | KEY | LANGUAGE | LAST
    | LATERAL | LEADING | LEFT | MAP | MATCH | MATCHED | MATCHES | MATCH_RECOGNIZE | MEASURES
    | MERGE | NEXT | NOTHING | NULLS | OF | OMIT | ONE | ONLY | ORDINALITY
    | OUTER | OVER | PARTITION | PAST | PATTERN | PERMUTE | POSITION | PRECEDING | PRECISION
    | PRIMARY | PROCTIME | RANGE | RECURSIVE | REPLACE | RETURNING | RETURNS | RIGHT
    | ROWS | RUNNING | SEQUENCE | SETS | SHOW | SIMILAR | SKIP_ | SNAPSHOT
    | START | STREAM | STRUCT | SUBSET | SUBSTRING | SYSTEM_TIME | TABLE | TIME | TIMESTAMP
    | TO | TRAILING | TRIGGER | TRIM | TRUNCATE | TRY_CAST | UNBOUNDED | UNIDIRECTIONAL | UNKNOWN
    | UNMATCHED | UNNEST | USING | VALUE | VIEW | WATERMARK | WITH
    ;

reservedWord
    : SELECT | FROM | WHERE | GROUP | HAVING | ORDER | LIMIT | OFFSET | OUTPUT
    | INSERT | UPDATE | DELETE | UPSERT | UNION | ON | JOIN | AS | AND
    | OR | NOT | IN | IS | NULL | TRUE | FALSE | CASE | WHEN
    | THEN | ELSE | END | BETWEEN | LIKE | EXISTS | WITHIN | PER | EMIT
    | RETURN | SET
    ;
