namespace RnnCluster.Recurrent.Tokenizers;

/// <summary>What makes inputs of text: a tokenizer and the encoder of its tokens.</summary>
/// <param name="Tokenizer">What cuts text into tokens.</param>
/// <param name="Encoder">What turns tokens into rows of the embedding tables.</param>
public sealed record TokenReader(ITokenizer Tokenizer, TokenEncoder Encoder);
