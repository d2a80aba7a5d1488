namespace Ec2KeyPair.Core.Ec2;

/// <summary>Power, user data and disks of the instances of one Region and account. Errors are <see cref="Errors.Ec2KeyPairException"/> with an Aws condition.</summary>
public interface IMachineApi
{
    /// <summary>The instance as it is now; null when there is none of this id.</summary>
    Task<Ec2Machine?> FindAsync(string instanceId, CancellationToken cancel);

    /// <summary>The instance that was launched with this client token and is not terminated; null when there is none.</summary>
    Task<Ec2Machine?> FindByTokenAsync(string clientToken, CancellationToken cancel);

    /// <summary>Asks for the instance to be stopped; that takes a minute or so.</summary>
    Task StopAsync(string instanceId, CancellationToken cancel);

    /// <summary>Asks for the instance to be started.</summary>
    Task StartAsync(string instanceId, CancellationToken cancel);

    /// <summary>Launches an instance.</summary>
    /// <returns>Its id.</returns>
    Task<string> LaunchAsync(HelperRequest request, CancellationToken cancel);

    /// <summary>Asks for the instance to be terminated; one that is terminated already is fine.</summary>
    Task TerminateAsync(string instanceId, CancellationToken cancel);

    /// <summary>Whether its attribute disableApiStop forbids stopping it.</summary>
    Task<bool> IsStopProtectedAsync(string instanceId, CancellationToken cancel);

    /// <summary>Whether one of its addresses is an Elastic one, which it keeps while it is stopped.</summary>
    Task<bool> HasElasticAddressAsync(string instanceId, CancellationToken cancel);

    /// <summary>Its user data as the instance sees it; empty without any. Whoever launched it may have put a secret there.</summary>
    Task<byte[]> GetUserDataAsync(string instanceId, CancellationToken cancel);

    /// <summary>Replaces the user data of a stopped instance; empty removes it.</summary>
    Task SetUserDataAsync(string instanceId, byte[] userData, CancellationToken cancel);

    /// <summary>Sets whether the volume under this device is deleted when the instance is terminated.</summary>
    Task SetDeletedWithInstanceAsync(string instanceId, string deviceName, bool isDeleted, CancellationToken cancel);

    /// <summary>The volume; null when there is none of this id.</summary>
    Task<Ec2Volume?> FindVolumeAsync(string volumeId, CancellationToken cancel);

    /// <summary>Asks for a volume to be attached.</summary>
    Task AttachAsync(string volumeId, string instanceId, string deviceName, CancellationToken cancel);

    /// <summary>Asks for a volume to be detached, gently: the instance has let go of it.</summary>
    Task DetachAsync(string volumeId, string instanceId, CancellationToken cancel);
}
