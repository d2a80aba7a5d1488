namespace Ec2KeyPair.Core.Ec2;

/// <summary>The Regions that an account can use. Errors are <see cref="Errors.Ec2KeyPairException"/> with an Aws condition.</summary>
public interface IRegionApi
{
    /// <summary>System names of the Regions that are enabled for the account, in order.</summary>
    Task<IReadOnlyList<string>> ListEnabledAsync(CancellationToken cancel);
}
