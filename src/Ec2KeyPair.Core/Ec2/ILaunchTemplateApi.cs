namespace Ec2KeyPair.Core.Ec2;

/// <summary>EC2's launch templates of one Region and account. Errors are <see cref="Errors.Ec2KeyPairException"/> with an Aws condition.</summary>
public interface ILaunchTemplateApi
{
    /// <summary>The Region's system name, <c>eu-central-1</c>.</summary>
    string Region { get; }

    /// <summary>
    /// Of all templates the default and the latest version, page by page; a version that is both comes once or twice, as
    /// EC2 has it. Which one is the latest is the one with the highest number.
    /// </summary>
    IAsyncEnumerable<LaunchTemplateVersion> FindCurrentAsync(CancellationToken cancel);

    /// <summary>All versions of one template, page by page.</summary>
    IAsyncEnumerable<LaunchTemplateVersion> FindVersionsAsync(string launchTemplateId, CancellationToken cancel);

    /// <summary>Makes a version that differs from another one in the name of its key pair only. It does not become the default.</summary>
    /// <param name="launchTemplateId">The template.</param>
    /// <param name="sourceVersion">The version that everything else is taken from.</param>
    /// <param name="keyName">The key pair that launches shall name.</param>
    /// <param name="description">What to say about it, at most 255 characters.</param>
    /// <param name="clientToken">At most 128 ASCII characters: the same token again makes no second version, after a lost answer say.</param>
    /// <param name="cancel">Cancels it.</param>
    Task<LaunchTemplateVersion> CreateVersionAsync(
        string launchTemplateId, long sourceVersion, string keyName, string description, string clientToken, CancellationToken cancel);

    /// <summary>Makes this version the one that launches take when they name none.</summary>
    Task SetDefaultAsync(string launchTemplateId, long version, CancellationToken cancel);
}
