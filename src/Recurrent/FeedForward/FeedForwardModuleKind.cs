namespace RnnCluster.Recurrent.FeedForward;

/// <summary>The modules of a feed-forward network; each is PyTorch's module of that name.</summary>
public enum FeedForwardModuleKind
{
    /// <summary><c>nn.Conv2d</c> with a bias.</summary>
    Conv2d,

    /// <summary><c>nn.MaxPool2d</c> without padding; its stride is its kernel's size.</summary>
    MaxPool,

    /// <summary><c>nn.AvgPool2d</c> without padding; its stride is its kernel's size.</summary>
    AveragePool,

    /// <summary><c>nn.Linear</c> with a bias.</summary>
    Linear,

    /// <summary><c>nn.ReLU</c>.</summary>
    Relu,

    /// <summary><c>nn.Tanh</c>.</summary>
    Tanh,

    /// <summary><c>nn.Flatten</c>: channels, rows, columns become one vector.</summary>
    Flatten,

    /// <summary><c>nn.Dropout</c>, which serving leaves out.</summary>
    Dropout,
}
