namespace RnnCluster.Recurrent.Networks;

/// <summary>What turns the logits of a network's head into its scores.</summary>
public enum OutputActivation
{
    /// <summary>The logits are the scores: regression.</summary>
    None,

    /// <summary>The scores are a distribution over the classes: exactly one class is right.</summary>
    Softmax,

    /// <summary>Each score is a probability of its own: any number of classes may be right.</summary>
    Sigmoid,
}
