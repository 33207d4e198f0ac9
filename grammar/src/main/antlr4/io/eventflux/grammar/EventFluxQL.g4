grammar EventFluxQL;

program : EOF ;

WHITESPACE : [ \t\r\n]+ -> channel(HIDDEN) ;
