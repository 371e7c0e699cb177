namespace RnnCluster.Recurrent.Packages;

/// <summary>How the outputs of a model answer its inputs.</summary>
public enum Topology
{
    /// <summary>Classification: a score after every input, the last one counts.</summary>
    ManyToOne,

    /// <summary>One start, then each output is the next input: generation.</summary>
    OneToMany,

    /// <summary>One output for each input, aligned: tagging.</summary>
    ManyToMany,

    /// <summary>The whole input first, then outputs of another number: translation.</summary>
    EncoderDecoder,

    /// <summary>One output for one input, without memory.</summary>
    OneToOne,
}
