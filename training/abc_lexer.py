"""Cuts ABC notation into tokens whose surfaces, put together, give the text back exactly."""

import re

TOKEN = re.compile(
    r"[A-Za-z]:(?![|:\]])[^\n]*\n?"  # header field with its newline
    r"|:?\|+[:\]]?[12]?|\[\|?[12]?|::"  # bar line, repeat, ending
    r"|[\^_=]*[A-Ga-gzx][,']*[0-9]*/*[0-9]*"  # note or rest: accidental, pitch, octave, length
    r"|\([0-9]"  # tuplet
    r"|[\^_=]+"  # accidentals without a note
    r"|[\s\S]"  # anything else, one character
)


def lex(text):
    """Returns the list of token surfaces."""
    return TOKEN.findall(text)
