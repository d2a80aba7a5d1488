namespace Ec2KeyPair.AwsEndpoint.Instances;

/// <summary>When an agent loses its connection in the middle of a command.</summary>
public enum ConnectionLoss
{
    Never,

    /// <summary>The command was delivered, and nothing of it is done.</summary>
    BeforeTheScript,

    /// <summary>Everything was done, and nobody hears of it.</summary>
    AfterTheScript,
}
